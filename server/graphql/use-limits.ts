import { type DocumentNode, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { limits, overLimit } from './limits.ts';

/** Refuses what is too large before anything is done for it. A document is measured once, like it is parsed and validated once. */
export function useLimits(): Plugin {
  const faults = new WeakMap<DocumentNode, GraphQLError | null>();
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => parseFn(source, { ...options, maxTokens: limits.tokens }));
      return ({ result, replaceParseResult }) => {
        if (result instanceof Error && /contains more tha[nt] \d+ tokens/.test(result.message))
          replaceParseResult(tooManyTokens());
      };
    },
    onValidate({ params: { schema, documentAST }, setResult }) {
      let fault = faults.get(documentAST);
      if (fault === undefined) {
        fault = overLimit(schema, documentAST) ?? null;
        faults.set(documentAST, fault);
      }
      if (fault) setResult([fault]);
    },
  };
}

function tooManyTokens(): GraphQLError {
  return new GraphQLError(`The document has more than ${limits.tokens} tokens. Use fragments, or several operations.`, {
    extensions: { code: 'TOO_MANY_TOKENS', http: { status: 400, spec: true } },
  });
}
