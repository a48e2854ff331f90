/** What type checkers of JSX and of Vue's templates know of the elements, from the manifest. */
import { elementsIn } from '../manifest/editor-data.mjs';

/** React 19 and Vue keep these names to themselves. */
const RESERVED = ['key', 'ref'];

/** React 19 sets properties where an element has one, and listens by `on` and the event's name. */
export function reactTypes(manifest) {
  const elements = elementsIn(manifest);
  return `import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${importsFor(elements)}
${elements.map((element) => propsOf(element, (event) => `'on${event}'`)).join('\n')}
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map(({ name, tagName }) => `      '${tagName}': DetailedHTMLProps<HTMLAttributes<${name}>, ${name}> & ${propsName(name)};`).join('\n')}
    }
  }
}
`;
}

export function vueTypes(manifest) {
  const elements = elementsIn(manifest);
  return `import type { HTMLAttributes } from 'vue';
${importsFor(elements)}
${elements.map((element) => propsOf(element, vueListener)).join('\n')}
declare module 'vue' {
  interface GlobalComponents {
${elements.map(({ name, tagName }) => `    '${tagName}': new () => { $props: HTMLAttributes & ${propsName(name)} };`).join('\n')}
  }
}
`;
}

const propsName = (className) => `${className.replace(/Element$/, '')}Props`;

/** `funnel-error`: `onFunnelError`. */
function vueListener(event) {
  return `on${event.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}`;
}

/** The whole brings the tags' and the events' types along. */
function importsFor(elements) {
  return [
    "import './funnel-widgets.js';",
    ...elements.map(({ name, tagName }) => `import type { ${name} } from './${tagName}/${tagName}.element.js';`),
  ].join('\n');
}

function propsOf({ name, members, attributes, events }, listener) {
  const properties = members.map((member) => member.name).filter((member) => !RESERVED.includes(member));
  const own = attributes.filter((attribute) => !properties.includes(attribute.name) && attribute.name !== 'lang');
  const lines = [
    ...own.map((attribute) => told(attribute, `'${attribute.name}'?: ${valueTypeOf(attribute, name)};`)),
    ...events.map((event) =>
      told(event, `${listener(event.name)}?: (event: HTMLElementEventMap['${event.name}']) => void;`),
    ),
  ];
  return `
export interface ${propsName(name)} extends Partial<Pick<${name}, ${properties.map((each) => `'${each}'`).join(' | ')}>> {
${lines.join('\n')}
}`;
}

/** An attribute has the type of its property. */
function valueTypeOf({ fieldName, type }, className) {
  return fieldName ? `${className}['${fieldName}']` : (type?.text ?? 'string');
}

function told({ description }, line) {
  return `  /** ${description.replaceAll('*/', '* /')} */\n  ${line}`;
}
