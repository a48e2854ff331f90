import { expect } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import type { WorkspaceInfo } from '../../server/database/workspace-write.ts';
import { ingest } from '../../server/facts/ingest.ts';
import { writeFacts } from '../../server/facts/write-facts.ts';
import { defineFunnel } from '../../server/funnel/define-funnel.ts';
import { eraseLead } from '../../server/lead/erase-lead.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';
import type { Facts } from './facts.ts';
import { finalFacts } from './final-facts.ts';
import { type Outcome, Store } from './fold.ts';
import { CURRENCY, type FunnelChange, type Line, type Script, type Step } from './script.ts';

export interface Played {
  workspace: WorkspaceInfo;
  facts: Facts;
}

/**
 * Posts a history through the real writers and folds it beside them: line by line the same goes in, waits, is refused.
 * @param afterStep is told of each, and may look at what it did
 */
export async function play(
  database: Database,
  script: Script,
  afterStep?: (workspace: WorkspaceInfo) => Promise<void>,
): Promise<Played> {
  const { zone, now } = script;
  const workspace = await makeWorkspace(database, {
    name: 'reference',
    timeZone: zone,
    currency: CURRENCY,
    now: new Date(now),
  });
  const store = new Store(script);
  for (const [place, step] of script.steps.entries()) {
    expect({ place, step, outcome: await carryOut(database, workspace, step) }).toEqual({
      place,
      step,
      outcome: foldStep(store, step),
    });
    await afterStep?.(workspace);
  }
  return { workspace, facts: finalFacts(store) };
}

/** What a step came to, as far as both can say it. */
type Result = Outcome[] | Record<Outcome, number> | undefined;

async function carryOut(database: Database, workspace: WorkspaceInfo, step: Step): Promise<Result> {
  if ('funnel' in step) {
    await defineFunnel(database, workspace.id, { ...step.funnel, ...nameIn(step.funnel) });
    return;
  }
  if ('erase' in step) {
    await eraseLead(database, workspace, step.erase);
    return;
  }
  if (!step.defer) {
    const outcomes = await writeFacts(database, workspace, step.post, step.lines);
    return outcomes.map(({ status }) => (status === 'rejected' ? 'refused' : 'in'));
  }
  const report = await ingest(database, workspace, step.post, sourceOf(step.lines), {
    onError: 'continue',
    references: 'defer',
  });
  return { in: report.accepted + report.unchanged, deferred: report.deferred, refused: report.rejected };
}

function foldStep(store: Store, step: Step): Result {
  if ('funnel' in step) return void store.define(step.funnel);
  if ('erase' in step) return void store.erase(step.erase);
  const outcomes = step.lines.map((line) => store.post(step.post, line, step.defer ?? false));
  if (!step.defer) return outcomes;
  const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
  return { in: count('in'), deferred: count('deferred'), refused: count('refused') };
}

async function* sourceOf(lines: Line[]) {
  yield lines.map((content, index) => ({ line: index + 1, size: 100, content }));
}

/** Names are nobody's business here, but the writer wants them. */
function nameIn({ key, stages }: FunnelChange) {
  return { name: { en: key }, stages: stages.map((stage) => ({ ...stage, name: { en: stage.key } })) };
}
