import { toCsv } from '../../../widgets/export/csv.ts';
import { exhibitOf } from '../../../widgets/export/exhibits.ts';
import { palettes } from '../../../widgets/export/palettes.ts';
import { sheet } from '../../../widgets/export/sheet.ts';
import { toSvg } from '../../../widgets/export/svg.ts';
import type { Authenticate, Credential, Refusal } from '../../access/credential.ts';
import { isRefusal } from '../../access/credential.ts';
import type { PersistedDocument, PersistedDocuments } from '../../graphql/persisted-documents.ts';
import type { Yoga } from '../../graphql/yoga.ts';
import { messagePage, pageHeaders } from '../html-page.ts';
import { errorResponse, notFound, refused } from '../json-response.ts';
import { exhibitHtml, exhibitPage } from './exhibit-html.ts';
import { languages } from './languages.ts';
import { ParameterError, type Parameters, readParameters } from './parameters.ts';
import { variablesFor } from './variables.ts';

export interface EmbedPageOptions {
  documents: PersistedDocuments;
  graphql: Yoga;
  authenticate: Authenticate;
}

interface Answer {
  data?: { workspace?: { currency: string; funnel: { frame: unknown[]; kpis?: unknown[] } | null } | null } | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Why there is nothing to show. */
class Unanswered extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * `GET /embed/{widget}`: an element's figures without a script, for mail, for readers without JavaScript, and as what an element shows until it is
 * defined. As a page, a fragment, a picture (SVG) or rows (CSV); asked and answered as the element would be, by the same document.
 */
export function createEmbedPage({ documents, graphql, authenticate }: EmbedPageOptions) {
  return async function embedPage(request: Request, tag: string): Promise<Response> {
    const document = documentOf(tag, documents);
    if (!document) return notFound();
    let parameters: Parameters;
    try {
      parameters = readParameters(request);
      const credential = await credentialOf(request, parameters, authenticate);
      if (isRefusal(credential)) return refused(credential);
      return show(tag, parameters, await ask(document, tag, parameters, credential));
    } catch (error) {
      if (error instanceof ParameterError) return errorResponse(400, 'INVALID_PARAMETER', error.message);
      if (error instanceof Unanswered) return failure(request, error);
      throw error;
    }
  };

  async function ask(
    document: PersistedDocument,
    tag: string,
    parameters: Parameters,
    credential: Credential,
  ): Promise<NonNullable<NonNullable<Answer['data']>['workspace']>> {
    const variables = variablesFor(tag, parameters);
    const asked = new Request('http://embed/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ documentId: document.id, variables }),
    });
    const response = await graphql.fetch(asked, { credential });
    const { data, errors } = (await response.json()) as Answer;
    const [error] = errors ?? [];
    const workspace = data?.workspace;
    // A trend is about one KPI, which may be one that there is not.
    if (workspace?.funnel?.frame[0] && workspace.funnel.kpis?.[0] !== null) return workspace;
    if (error)
      throw new Unanswered(response.ok ? 400 : response.status, error.extensions?.code ?? 'INTERNAL', error.message);
    throw new Unanswered(404, 'UNKNOWN_FUNNEL', `There is no funnel ${JSON.stringify(parameters.funnel)} here.`);
  }

  function show(tag: string, parameters: Parameters, workspace: { currency: string }): Response {
    const { locale, theme, width, format, funnel, grain } = parameters;
    const language = { locale, texts: languages[locale], currency: workspace.currency };
    const exhibit = exhibitOf(tag, { workspace }, language, { funnel, grain });
    if (format === 'csv') return file(exhibit.name, 'csv', 'text/csv; charset=utf-8', toCsv(exhibit.rows()));
    const palette = palettes[theme];
    const svg = toSvg(sheet(exhibit.caption, width, exhibit.draw), palette);
    if (format === 'svg') return file(exhibit.name, 'svg', 'image/svg+xml', svg);
    const fragment = exhibitHtml(exhibit, svg, palette);
    const markup = format === 'fragment' ? fragment : exhibitPage(exhibit, fragment, { locale, palette });
    return new Response(markup.markup, { headers: headersOf('text/html; charset=utf-8') });
  }
}

/** The query that an element asks first; of several versions the newest, which was added last. */
function documentOf(tag: string, documents: PersistedDocuments): PersistedDocument | undefined {
  const name = tag.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return [...documents.values()].filter((each) => each.name === name && each.isQuery).at(-1);
}

/** A token may stand in the address, which is all that an image in a mail has; a key may not: addresses are logged and passed on. */
async function credentialOf(
  request: Request,
  { token }: Parameters,
  authenticate: Authenticate,
): Promise<Credential | Refusal> {
  const origin = request.headers.get('origin');
  if (token === undefined) return authenticate(request.headers.get('authorization'), origin);
  const found = await authenticate(`Bearer ${token}`, origin);
  return isRefusal(found) || found.token ? found : 'UNAUTHENTICATED';
}

function failure(request: Request, { status, code, message }: Unanswered): Response {
  return request.headers.get('accept')?.includes('text/html')
    ? messagePage('These figures cannot be shown', message, status)
    : errorResponse(status, code as never, message);
}

function file(name: string, ending: string, type: string, content: string): Response {
  const headers = headersOf(type);
  headers.set('content-disposition', `inline; filename="${encodeURIComponent(name)}.${ending}"`);
  return new Response(content, { headers });
}

/** What a token opens is not for everyone's cache. A picture may stand on any page. */
function headersOf(type: string): Headers {
  const headers = pageHeaders({ 'style-src': "'unsafe-inline'", 'img-src': 'data:' });
  headers.set('content-type', type);
  headers.set('cache-control', 'private, no-cache');
  headers.set('cross-origin-resource-policy', 'cross-origin');
  return headers;
}
