import type { LitElement, PropertyDeclaration } from 'lit';

type Decorator = (prototype: LitElement, name: string) => void;

/** Lit's decorators of the same names, without what accessors and standard decorators need. */
export function property(options?: PropertyDeclaration): Decorator {
  return (prototype, name) => (prototype.constructor as typeof LitElement).createProperty(name, options);
}

export function state(): Decorator {
  return property({ state: true });
}
