/** What editors complete and explain, from the manifest: VS Code's custom data for HTML and CSS, JetBrains' web-types. */

/** The elements of a manifest. @returns {object[]} */
export function elementsIn({ modules }) {
  return modules.flatMap(({ declarations }) => declarations.filter(({ customElement }) => customElement));
}

/** `'A' | 'B' | ''`: the values that may stand in an attribute; others have none. @returns {string[]} */
export function valuesOf(type = '') {
  const parts = type.split('|').map((part) => part.trim());
  return parts.every((part) => /^'.*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)).filter(Boolean) : [];
}

/** For `html.customData`. */
export function htmlCustomData(manifest) {
  return {
    version: 1.1,
    tags: elementsIn(manifest).map(({ tagName, description, attributes, events }) => ({
      name: tagName,
      description: [
        description,
        '',
        '**Events**',
        ...events.map(({ name, description: what }) => `- \`${name}\`: ${what}`),
      ].join('\n'),
      attributes: attributes.map(({ name, description: what, type }) => {
        const values = valuesOf(type?.text).map((value) => ({ name: value }));
        return { name, description: what, ...(values.length > 0 && { values }) };
      }),
    })),
  };
}

/** For `css.customData`. */
export function cssCustomData(manifest) {
  const elements = elementsIn(manifest);
  return {
    version: 1.1,
    properties: gather(elements, 'cssProperties').map(({ name, description }) => ({ name, description })),
    pseudoElements: gather(elements, 'cssParts').map(({ name, description }) => ({
      name: `::part(${name})`,
      description,
    })),
  };
}

/** @param {string} version of the package */
export function webTypes(manifest, version) {
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name: '@funnelgraph/widgets',
    version,
    'description-markup': 'markdown',
    contributions: { html: { elements: elementsIn(manifest).map(webTypeOf) } },
  };
}

function webTypeOf({ tagName, description, attributes, members, events, slots, cssParts, cssProperties }) {
  const explained = ({ name, description: what }) => ({ name, description: what });
  return {
    name: tagName,
    description,
    attributes: attributes.map((attribute) => {
      const values = valuesOf(attribute.type?.text);
      return { ...explained(attribute), value: { type: values.length > 0 ? values : 'string', required: true } };
    }),
    slots: slots.map(explained),
    js: {
      properties: members.map((member) => ({ ...explained(member), type: member.type?.text })),
      events: events.map((event) => ({ ...explained(event), type: event.type?.text })),
    },
    css: { properties: cssProperties.map(explained), parts: cssParts.map(explained) },
  };
}

/** What several elements have under one name, once, with what each says about it. */
function gather(elements, kind) {
  const said = new Map();
  for (const element of elements)
    for (const { name, description } of element[kind]) said.set(name, (said.get(name) ?? new Set()).add(description));
  return [...said]
    .map(([name, descriptions]) => ({ name, description: [...descriptions].join('; ') }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
