import { holdBack } from './hold-back.ts';
import { type HostSite, settled } from './host-page.ts';
import { NOW } from './small-company.ts';

/** By how many pixels what stands below an element moves when its figures come, and what the browser says of shifts; empty: nothing did. */
export async function shiftsOnArrival(site: HostSite, width: number, element: string): Promise<number[]> {
  const held = holdBack();
  const { page } = await site.open({
    width,
    body: `${element}<p id="below">Below</p>`,
    prepare: async (page) => {
      // Figures are of today.
      await page.clock.setFixedTime(NOW);
      await held.prepare(page);
    },
  });
  await page.locator('.skeleton').waitFor();
  const top = () => page.locator('#below').evaluate((below) => below.getBoundingClientRect().top);
  const before = await top();
  await page.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift' });
  });
  held.release();
  await settled(page);
  const moved = (await top()) - before;
  // The browser tells of shifts with the frame after.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
  await page.close();
  // Less than a pixel nobody sees.
  return Math.abs(moved) < 1 ? shifts : [moved, ...shifts];
}
