import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse, validate } from 'graphql';
import { z } from 'zod';
import type { PersistedDocument, PersistedDocuments } from '../graphql/persisted-documents.ts';
import { projectFile } from '../project-file.ts';
import { keepsLock } from './reach.ts';

const Manifest = z.record(
  z.string(),
  z.strictObject({ name: z.string(), widgets: z.array(z.string()), text: z.string() }),
);

/**
 * The widgets' own documents, those of older versions of the script too: pages keep what they loaded, for days. Written by
 * `npm run documents:write`, which only adds.
 */
export function readDocuments(schema: GraphQLSchema): PersistedDocuments {
  const manifest = Manifest.parse(JSON.parse(readFileSync(projectFile('server/embed/documents.json'), 'utf8')));
  return new Map(
    Object.entries(manifest).map(([id, { name, widgets, text }]) => {
      const document = parse(text);
      const fault = id === idOf(text) ? faultOf(schema, document) : 'its id is not the hash of its text';
      if (fault) throw new Error(`documents.json, ${name}: ${fault}.`);
      const persisted: PersistedDocument = {
        id,
        name,
        widgets,
        text,
        isQuery: operationOf(document) === OperationTypeNode.QUERY,
        keepsLock: keepsLock(schema, document),
      };
      return [id, persisted];
    }),
  );
}

export function idOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function faultOf(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  const operation = operationOf(document);
  if (!operation) return 'it has not one operation';
  if (operation === OperationTypeNode.MUTATION) return 'it is a mutation, and an embed token changes nothing';
  return validate(schema, document)[0]?.message;
}

function operationOf({ definitions }: DocumentNode): OperationTypeNode | undefined {
  const operations = definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node.operation] : []));
  return operations.length === 1 ? operations[0] : undefined;
}
