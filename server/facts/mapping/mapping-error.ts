/** A mapping, or a file for it, that cannot be used, with a line for each reason. */
export class MappingError extends Error {}
