/** What a copy button says. */
export interface CopyTexts {
  copy: string;
  copied: string;
}

/** Shows a text to be copied, with the button that does it. */
export function showCopyable(place: HTMLElement, text: string, texts: CopyTexts): void {
  const code = document.createElement('code');
  code.textContent = text;
  const pre = document.createElement('pre');
  pre.append(code);
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: texts.copy });
  button.addEventListener('click', () => copy(text, code, button, texts));
  place.replaceChildren(pre, button);
}

async function copy(text: string, code: HTMLElement, button: HTMLButtonElement, texts: CopyTexts): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    const said = document.getElementById('said')!;
    button.textContent = texts.copied;
    said.textContent = texts.copied;
    setTimeout(() => {
      button.textContent = texts.copy;
      said.textContent = '';
    }, 2_000);
  } catch {
    // Plain http on another machine has no clipboard: select it, so that Ctrl+C does.
    getSelection()?.selectAllChildren(code);
  }
}
