import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Findings of axe, as text. Evaluated by the debugger, which the page's policy does not bind. */
export async function findings(page: Page): Promise<string[]> {
  // Breathing skeletons and fading make contrast a matter of the moment.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
  );
}
