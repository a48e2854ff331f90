import { type BenchState, DIRECTIONS, NARROWEST, SCHEMES, WIDEST, WIDTHS } from './bench-state.ts';
import { make } from './dom.ts';
import { statesOf } from './states.ts';
import type { BenchTexts } from './workbench-texts.ts';

interface Effects {
  /** The element stays, and looks or asks differently. */
  dress(): void;
  /** It begins anew in another state. */
  enter(): void;
}

/** What is chosen above the element. @returns the bar, and what to call when attributes changed elsewhere */
export function settingsBar(
  tag: string,
  bench: BenchState,
  texts: BenchTexts,
  { dress, enter }: Effects,
): { bar: HTMLElement; update(): void } {
  const state = choice(
    texts.state,
    statesOf(tag).map((each) => [each, texts.states[each]]),
    () => bench.state,
    (value) => {
      bench.state = value;
      enter();
    },
  );
  const scheme = choice(
    texts.scheme,
    SCHEMES.map((each) => [each, texts.schemes[each]]),
    () => bench.scheme,
    (value) => {
      bench.scheme = value;
      dress();
    },
  );
  const direction = choice(
    texts.direction,
    DIRECTIONS.map((each) => [each, texts.directions[each]]),
    () => bench.direction,
    (value) => {
      bench.direction = value;
      dress();
    },
  );
  const density = attributeChoice('density', texts.density, [
    ['', texts.roomy],
    ['compact', texts.compact],
  ]);
  const language = attributeChoice('lang', texts.language, [
    ['', texts.asThePage],
    ['zh-CN', '中文'],
    ['en', 'English'],
  ]);
  const width = widthChoice(bench, texts, dress);
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const hint = make('p', { className: 'what motion' }, texts.motion(motion.matches));
  motion.addEventListener('change', () => {
    hint.textContent = texts.motion(motion.matches);
  });
  const bar = make(
    'form',
    { className: 'bar', 'aria-label': texts.settings, onsubmit: (event) => event.preventDefault() },
    ...[state, scheme, language, density, direction].map(({ label }) => label),
    width,
    hint,
  );
  return {
    bar,
    update() {
      density.update();
      language.update();
    },
  };

  function attributeChoice(name: string, title: string, options: [string, string][]): Choice {
    return choice(
      title,
      options,
      () => bench.attributes.get(name) ?? '',
      (value) => {
        if (value) bench.attributes.set(name, value);
        else bench.attributes.delete(name);
        dress();
      },
    );
  }
}

interface Choice {
  label: HTMLElement;
  update(): void;
}

function choice<Value extends string>(
  title: string,
  options: [Value, string][],
  now: () => Value,
  choose: (value: Value) => void,
): Choice {
  const select = make(
    'select',
    { onchange: () => choose(select.value as Value) },
    ...options.map(([value, text]) => make('option', { value }, text)),
  );
  select.value = now();
  return {
    label: make('label', {}, make('span', { className: 'caption' }, title), select),
    update: () => {
      select.value = now();
    },
  };
}

/** Three usual widths, all of it, and any between. */
function widthChoice(bench: BenchState, texts: BenchTexts, dress: () => void): HTMLElement {
  const said = make('output');
  const range = make('input', {
    type: 'range',
    min: String(NARROWEST),
    max: String(WIDEST),
    'aria-label': texts.width,
  });
  const buttons = [...WIDTHS, undefined].map((width) =>
    make('button', { type: 'button', className: 'small', onclick: () => set(width) }, String(width ?? texts.allOfIt)),
  );
  const show = (): void => {
    said.textContent = bench.width ? texts.pixels(bench.width) : texts.allOfIt;
    range.value = String(bench.width ?? WIDEST);
    [...WIDTHS, undefined].forEach((width, index) => {
      buttons[index]!.setAttribute('aria-pressed', String(width === bench.width));
    });
  };
  const set = (width: number | undefined): void => {
    bench.width = width;
    show();
    dress();
  };
  range.addEventListener('input', () => set(Number(range.value)));
  show();
  const group = make(
    'div',
    { className: 'width', 'aria-label': texts.width },
    make('span', { className: 'caption' }, texts.width),
    ...buttons,
    range,
    said,
  );
  group.setAttribute('role', 'group');
  return group;
}
