import type { Page } from 'playwright-core';
import { manyChannels } from '../../../bench/widgets/many-channels.ts';
import type { ChannelRow } from '../../../widgets/channel-roi-table/channel-row.ts';
import type { HostPage, HostSite, OpenPage } from '../support/host-page.ts';

export const TAG = 'channel-roi-table';

/** The element's data with these rows. */
export function dataOf(channelRoi: ChannelRow[]) {
  const { workspace } = manyChannels(0);
  return { workspace: { ...workspace, funnel: { ...workspace.funnel!, channelRoi } } };
}

/** A page with one table between two buttons, given its data. */
export async function openTable(
  site: HostSite,
  rows: ChannelRow[] | number,
  { body = `<${TAG}></${TAG}>`, ...page }: Partial<HostPage> = {},
): Promise<OpenPage> {
  const opened = await site.open({ body: `<button>Before</button>${body}<button>After</button>`, script: '', ...page });
  await give(opened.page, rows);
  await opened.page.locator(`${TAG} tbody tr:not(.skeleton *)`).first().waitFor();
  return opened;
}

/** As a host does that has newer figures. */
export async function give(page: Page, rows: ChannelRow[] | number): Promise<void> {
  // As text: the debugger takes seconds to hand over thousands of objects.
  await page.locator(TAG).evaluate(
    async (element, data) => {
      await customElements.whenDefined(element.localName);
      Object.assign(element, { data: JSON.parse(data) });
      await (element as unknown as { updateComplete: Promise<unknown> }).updateComplete;
    },
    JSON.stringify(typeof rows === 'number' ? manyChannels(rows) : dataOf(rows)),
  );
}

/** Focuses a cell, and waits for what follows the focus: it comes in a file of its own. */
export async function focusCell(page: Page, selector: string, index: number): Promise<void> {
  const cell = page.locator(`${TAG} ${selector}`).nth(index);
  await cell.focus();
  await page.locator(`${TAG} :focus[tabindex="0"]`).waitFor();
}

/** Where the focus is: the row's name and the column's key; what else is focused, as text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    const cell = inside?.closest<HTMLElement>('td,th');
    if (!cell) return (inside ?? document.activeElement!).textContent!.trim();
    const name = cell.parentElement!.querySelector('th')!.textContent!.replace(' few leads', '').trim();
    const column = cell.dataset.column ?? cell.textContent!.trim();
    return cell.closest('thead') ? `heading ${column}` : cell.tagName === 'TH' ? name : `${name} ${column}`;
  });
}

/** The rows that stand in the page: names in order. */
export function names(page: Page): Promise<string[]> {
  return page.locator(`${TAG} tbody th`).allTextContents();
}
