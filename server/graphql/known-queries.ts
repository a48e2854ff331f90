import { type DocumentNode, Kind, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Documents of queries that were found valid and within limits, by their text. */
export interface KnownQueries {
  /** undefined for others: those not seen yet, mutations, subscriptions. */
  find(text: string): DocumentNode | undefined;
  remember(document: DocumentNode): void;
}

const MOST_DOCUMENTS = 500;

export function createKnownQueries(most = MOST_DOCUMENTS): KnownQueries {
  /** The one used longest ago first. */
  const documents = new Map<string, DocumentNode>();
  return {
    find(text) {
      const document = documents.get(text);
      if (!document) return undefined;
      documents.delete(text);
      documents.set(text, document);
      return document;
    },
    remember(document) {
      const text = document.loc?.source.body;
      if (text === undefined || !isQuery(document)) return;
      documents.delete(text);
      documents.set(text, document);
      for (const oldest of documents.keys()) {
        if (documents.size <= most) break;
        documents.delete(oldest);
      }
    },
  };
}

/** Remembers what has passed validation. It must stand behind all plugins that refuse documents. */
export function useKnownQueries(known: KnownQueries): Plugin {
  return {
    onValidate({ params: { documentAST } }) {
      return ({ valid }) => {
        if (valid) known.remember(documentAST);
      };
    },
  };
}

function isQuery({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (node) => node.kind !== Kind.OPERATION_DEFINITION || node.operation === OperationTypeNode.QUERY,
  );
}
