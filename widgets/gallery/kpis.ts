import './kpis.css';

/** What the KPI reference can do beyond being read: find, copy, say where one is. The page is the server's, whole without this. */

const field = byId<HTMLInputElement>('find');
const found = byId('found');
const template = found.dataset.said!;
const { copy: copyText, copied: copiedText } = document.body.dataset as { copy: string; copied: string };
const kpis = [...document.querySelectorAll<HTMLElement>('.kpi')];

field.form!.addEventListener('submit', (event) => event.preventDefault());
field.addEventListener('input', () => {
  find();
  remember();
});
field.value = new URL(location.href).searchParams.get('q') ?? '';
if (field.value) find();
addEventListener('hashchange', showTarget);
addEventListener('beforeprint', () => show(new Set(kpis)));
addEventListener('afterprint', find);
showTarget();
offerCopies();
followReading();

/** Every word must be somewhere in a KPI's names, key or field. */
function find(): void {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  show(new Set(kpis.filter(({ dataset }) => words.every((word) => dataset.words!.includes(word)))));
}

function show(meant: Set<HTMLElement>): void {
  for (const kpi of kpis) kpi.hidden = !meant.has(kpi);
  const ids = new Set([...meant].map(({ id }) => id));
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.list li a, .in-group a'))
    link.parentElement!.hidden = !ids.has(link.hash.slice(1));
  for (const group of document.querySelectorAll<HTMLElement>('.group')) {
    group.hidden = !group.querySelector('.kpi:not([hidden])');
    document.querySelector<HTMLElement>(`[data-group="${group.id}"]`)!.hidden = group.hidden;
  }
  byId('nothing').hidden = meant.size > 0;
  byId('rules').hidden = meant.size < kpis.length;
  found.textContent = template.replace('#', String(meant.size));
}

/** In the address, so that a shared link finds the same. */
function remember(): void {
  const address = new URL(location.href);
  if (field.value) address.searchParams.set('q', field.value);
  else address.searchParams.delete('q');
  history.replaceState(null, '', address);
}

/** A link to what the search hides ends the search. */
function showTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest('[hidden]')) return;
  field.value = '';
  find();
  remember();
  target.scrollIntoView();
}

function offerCopies(): void {
  for (const snippet of document.querySelectorAll('.kpi .snippet')) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: copyText });
    const code = snippet.querySelector('code')!;
    button.addEventListener('click', () => copy(code, button));
    snippet.append(button);
  }
}

async function copy(code: HTMLElement, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent!);
    button.textContent = copiedText;
    byId('said').textContent = copiedText;
    setTimeout(() => {
      button.textContent = copyText;
      byId('said').textContent = '';
    }, 2_000);
  } catch {
    // Plain http on another machine has no clipboard: select it, so that Ctrl+C does.
    getSelection()?.selectAllChildren(code);
  }
}

/** Marks the KPI being read in the table of contents, and keeps the mark in sight. */
function followReading(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('.list li a')].map((link) => [link.hash.slice(1), link]),
  );
  const list = document.querySelector<HTMLElement>('.list')!;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const link = links.get(target.id)!;
        if (!isIntersecting) {
          link.removeAttribute('aria-current');
          continue;
        }
        link.setAttribute('aria-current', 'true');
        const { top, bottom } = link.getBoundingClientRect();
        const box = list.getBoundingClientRect();
        if (top < box.top || bottom > box.bottom) list.scrollTop += top - box.top - box.height / 2;
      }
    },
    // The line at a fifth of the window's height: at most one KPI crosses it.
    { rootMargin: '-20% 0px -80% 0px' },
  );
  for (const kpi of kpis) observer.observe(kpi);
}

function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  return document.getElementById(id) as Type;
}
