import { FunnelChart } from 'echarts/charts';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([FunnelChart, CanvasRenderer]);

/** The funnel alone: no legend, no tooltip, no movement. */
export function draw(container, stages) {
  const data = stages.map(({ stage, reached }) => ({ name: stage.name, value: reached }));
  return new Promise((resolve) => {
    const chart = init(container);
    chart.on('finished', resolve);
    chart.setOption({ animation: false, series: [{ type: 'funnel', data, label: { position: 'inside' } }] });
  });
}
