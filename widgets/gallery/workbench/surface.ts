import manifest from '../../custom-elements.json' with { type: 'json' };

export type Kind = 'element' | 'attribute' | 'property' | 'event' | 'part' | 'css';

/** Something that an element offers: an attribute, a part, an event … */
export interface Offer {
  name: string;
  description: string;
  type?: { text: string };
  /** As the source has it: `'90d'`, `50`, `14px`. */
  default?: string;
}

/** What an element offers to pages (custom-elements.json). */
export interface Surface {
  tagName: string;
  description: string;
  members: (Offer & { attribute?: string })[];
  attributes: Offer[];
  events: Offer[];
  cssParts: Offer[];
  cssProperties: Offer[];
}

export const surfaces: Surface[] = manifest.modules.flatMap(({ declarations }) => declarations as unknown as Surface[]);

/** The values that an attribute may have; none: any text. */
export function valuesOf({ type }: Offer): string[] {
  const parts = (type?.text ?? '').split('|').map((part) => part.trim());
  return parts.every((part) => /^'.*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)).filter(Boolean) : [];
}
