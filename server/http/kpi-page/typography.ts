import { escapeHtml, Html, html } from '../html.ts';

const CJK = '\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef';
const isCjk = (sign: string | undefined): boolean => sign !== undefined && new RegExp(`[${CJK}]`).test(sign);
const fullWidth: Record<string, string> = { ',': '，', ':': '：', ';': '；', '(': '（', ')': '）' };

/** Punctuation and parentheses beside Chinese characters in their full width, as Chinese is set. */
export function inChinese(text: string): string {
  const signs = [...text];
  const beside = (index: number): boolean =>
    isCjk(signs.slice(0, index).findLast((sign) => sign !== ' ')) ||
    isCjk(signs.slice(index + 1).find((sign) => sign !== ' '));
  const wide = new Set<number>();
  const opened: number[] = [];
  for (const [index, sign] of signs.entries()) {
    if (sign === '(') opened.push(index);
    const start = sign === ')' ? opened.pop() : undefined;
    if (start === undefined || signs[start - 1] === '^') continue;
    if ([start - 1, start + 1, index - 1, index + 1].some((at) => isCjk(signs[at]))) wide.add(start).add(index);
  }
  const set = signs.map((sign, index) => {
    const widens = '()'.includes(sign) ? wide.has(index) : beside(index);
    return widens ? (fullWidth[sign] ?? sign) : sign;
  });
  // A full-width sign brings its own space.
  return set.join('').replace(/ *([，：；（）。、]) */g, '$1');
}

/** KPI keys, names of the API and exponents, set apart within a sentence. */
export function marked(text: string, isKpi: (key: string) => boolean): Html {
  const pieces = text.split(
    /(`[^`]+`|\^\([^)]*\)|\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:COHORT|PERIOD|IMMATURE|NEGATIVE|UNANSWERED|UNSCORED|HIGH|MEDIUM|LOW|OUTBOUND|INBOUND|CHANNEL|STAGE)\b|\b(?:asOf|withinDays|null|\w+At)\b|\b[a-z]+(?:_[a-z]+)+\b)/,
  );
  return new Html(
    pieces
      .map((piece, index) => {
        // Between amounts in a list browsers would not break the line.
        if (index % 2 === 0) return escapeHtml(piece).replace(/、(?=[¥−])/g, '、<wbr>');
        if (piece.startsWith('^(')) return html`<sup>${piece.slice(2, -1)}</sup>`.markup;
        const code = html`<code>${piece.replaceAll('`', '')}</code>`;
        return (isKpi(piece) ? html`<a href="#${piece}">${code}</a>` : code).markup;
      })
      .join(''),
  );
}

export interface FormulaPart {
  /** COHORT or PERIOD, where the formula has one for each. */
  basis?: string;
  /** The terms that its divisions stand between: one for no division. */
  terms: string[];
  /** What is said after the formula itself. */
  note?: string;
}

/** 'COHORT: a / b. PERIOD: c / d' as two fractions. Divisions inside parentheses stay as they are. */
export function formulaParts(formula: string): FormulaPart[] {
  const byBasis = formula.split(/(?:^|[.。]\s*)(COHORT|PERIOD)[:：]\s*/);
  if (byBasis[0] === '' && byBasis.length > 1) {
    const parts: FormulaPart[] = [];
    for (let index = 1; index < byBasis.length; index += 2)
      parts.push({ basis: byBasis[index]!, terms: termsOf(byBasis[index + 1]!) });
    return parts;
  }
  const [main, ...rest] = formula.split(/(?<=[.。])\s*/);
  const note = rest.join(' ');
  return [{ terms: termsOf(main!.replace(/[.。]$/, '')), ...(note && { note }) }];
}

function termsOf(formula: string): string[] {
  const terms = [''];
  let depth = 0;
  for (const sign of formula) {
    if ('([（'.includes(sign)) depth += 1;
    if (')]）'.includes(sign)) depth -= 1;
    if (sign === '/' && depth === 0) terms.push('');
    else terms[terms.length - 1] += sign;
  }
  const trimmed = terms.map((term) => term.trim());
  // A fraction's bar keeps its terms together; in a row of divisions only parentheses do.
  return trimmed.length === 2 ? trimmed.map(bare) : trimmed;
}

/** Without the parentheses that only kept a term together. */
function bare(term: string): string {
  if (!/^[(（].*[)）]$/.test(term)) return term;
  let depth = 0;
  for (const [index, sign] of [...term].entries()) {
    if ('(（'.includes(sign)) depth += 1;
    if (')）'.includes(sign)) depth -= 1;
    if (depth === 0 && index < term.length - 1) return term;
  }
  return term.slice(1, -1);
}
