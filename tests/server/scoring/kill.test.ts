import { expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { engines, freshHome } from '../../support/database.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { eventually } from '../graphql/eventually.ts';

const COUNT = 5_000;
const define = `mutation { defineScoringModel(input: { base: "60", rules: [{ attribute: "companySize", cases: [{ test: LINEAR, points: "0.01" }] }] }) {
  ... on DefineScoringModelSuccess { model { version leadsTotal } } } }`;
const look = `{ workspace { scoringModels(first: 1) { version status leadsScored leadsTotal } funnel(key: "sales") {
  kpis(scope: { window: { period: "2026-03" } }) { leadQualityScore { value sampleSize scoringModelVersion } qualifiedLeads { value } } } } }`;
interface Looked {
  workspace: {
    scoringModels: [{ version: number; status: string; leadsScored: number; leadsTotal: number }];
    funnel: {
      kpis: {
        leadQualityScore: { value: number; sampleSize: number; scoringModelVersion: number };
        qualifiedLeads: { value: number };
      };
    };
  };
}

test.each(engines)(
  'killed (-9) while leads are scored anew on %s, the server ends it after its next start',
  async (engine) => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    const leads = Array.from({ length: COUNT }, (_, n) => ({
      id: `l${n}`,
      createdAt: '2026-03-01T00:00:00Z',
      companySize: 250,
    }));
    expect(await post(server, 'leads', leads)).toMatchObject({ accepted: COUNT });
    expect(await ask(server, define)).toMatchObject({
      defineScoringModel: { model: { version: 2, leadsTotal: COUNT } },
    });
    // What was acknowledged is kept; whether a batch was done or none, the next start goes on from there.
    await server.kill();

    server = await startServerProcess(home);
    await eventually(async () => {
      const { scoringModels, funnel } = (await ask<Looked>(server, look)).workspace;
      const { leadQualityScore, qualifiedLeads } = funnel.kpis;
      const isNew = leadQualityScore.scoringModelVersion === 2;
      expect([leadQualityScore.value, qualifiedLeads.value]).toEqual(isNew ? [62.5, COUNT] : [40, 0]);
      expect(leadQualityScore.sampleSize).toBe(COUNT);
      return scoringModels[0].status === 'ACTIVE' && isNew;
    }, 60_000);
    const { scoringModels } = (await ask<Looked>(server, look)).workspace;
    expect(scoringModels).toEqual([{ version: 2, status: 'ACTIVE', leadsScored: COUNT, leadsTotal: COUNT }]);
    await server.kill();
    await home.remove();
  },
  120_000,
);
