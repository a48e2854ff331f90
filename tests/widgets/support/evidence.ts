import type { Locator, Page } from 'playwright-core';

/** What a popover says, term by term; its figure without the words around it. */
export interface ReadEvidence {
  title: string;
  exact: string;
  /** By term. */
  lines: Record<string, string>;
}

/** Opens every figure of an element, one after the other, and reads what stands behind it. */
export async function readEvidence(page: Page, figures: Locator): Promise<ReadEvidence[]> {
  const found: ReadEvidence[] = [];
  for (const figure of await figures.all()) {
    // The way of the keyboard, which nothing can lie on top of.
    await figure.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    found.push(await dialog.evaluate(read));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  return found;
}

function read(dialog: Element): ReadEvidence {
  const text = (element: Element | null): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const lines: Record<string, string> = {};
  for (const term of dialog.querySelectorAll('dt')) {
    const said: string[] = [];
    for (let next = term.nextElementSibling; next?.localName === 'dd'; next = next.nextElementSibling)
      said.push(text(next));
    lines[text(term)] = said.join(' | ');
  }
  return { title: text(dialog.querySelector('.title')), exact: text(dialog.querySelector('.exact')), lines };
}

/** An exact value as the API has it: fractions, seconds, plain numbers; to the digits that are shown. */
export function exactNumber(shown: string): number | null {
  if (shown === '–') return null;
  const seconds = /([\d,.]+) sec\)?$/.exec(shown)?.[1];
  const number = Number((seconds ?? shown).replace(/[^\d.-]/g, ''));
  return shown.endsWith('%') ? number / 100 : number;
}
