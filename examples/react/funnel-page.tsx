import '@funnelgraph/widgets/funnel-chart';
import type { FunnelChartProps } from '@funnelgraph/widgets/react';
import { useState } from 'react';
import figures from '../figures.json';

const quarters = figures as Record<string, FunnelChartProps['data']>;

/** React 19 hands `data` over as a property, and `onfunnel-drill-down` listens to the event of that name. */
export function FunnelPage() {
  const [quarter, setQuarter] = useState('2026-Q3');
  const [stage, setStage] = useState<string>();
  return (
    <>
      <label>
        Quarter
        <select value={quarter} onChange={(event) => setQuarter(event.target.value)}>
          {Object.keys(quarters).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <funnel-chart
        data={quarters[quarter]}
        onfunnel-drill-down={(event) => {
          event.preventDefault();
          setStage(event.detail.stage);
        }}
      />
      {stage && <output>Chosen: {stage}</output>}
    </>
  );
}
