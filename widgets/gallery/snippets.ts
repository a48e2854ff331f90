export interface SnippetSettings {
  origin: string;
  window: string;
  language: string;
}

/** What to paste, by the `data-tag` of its place. */
export function snippetFor(tag: string, { origin, window, language }: SnippetSettings): string {
  const script = `${origin}/widgets/funnel-widgets.js`;
  if (tag === 'page')
    return `<script type="module" src="${script}"></script>
<script type="module">
  import { configure } from '${script}';
  configure({
    tokenProvider: async () => (await fetch('/funnel-key')).text(),
  });
</script>`;
  if (tag === 'live')
    return `curl ${origin}/ingest/leads -H "Authorization: Bearer $KEY" \\
  -H 'content-type: application/x-ndjson' \\
  -d '{"id":"hello","createdAt":"${new Date().toISOString()}","channel":"referral"}'`;
  if (tag === 'kpi-event-feed') return `<${tag} min-severity="INFO" limit="50" lang="${language}"></${tag}>`;
  if (tag === 'kpi-trend') return `<${tag} kpi="lead_to_won_rate" window="${window}" lang="${language}"></${tag}>`;
  return `<${tag} funnel="sales" window="${window}" lang="${language}"></${tag}>`;
}
