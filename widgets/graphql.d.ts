/** A document, by its id: the build puts it there (build/documents.mjs). */
declare module '*.graphql' {
  const documentId: string;
  export default documentId;
}
