/** What was asked for cannot be done as asked; the message says what to do. Exit code 2. */
export class UsageError extends Error {}

export const help = `funnel import --mapping MAPPING FILE.csv…   post CSV files of other systems as facts
funnel check                               compare daily sums with what they are sums of
funnel rebuild                             compute journeys and daily sums anew from the facts

They talk to a running server: --url URL, --key KEY. Each explains itself: funnel import --help`;

export const importHelp = `funnel import --mapping MAPPING FILE.csv…

Maps the columns of CSV files onto facts and posts them to a running server.
Importing the same files again changes nothing.

  --mapping MAPPING   a mapping file (.json), or the name of one that ships:
                      bpic2012, campaign-spend, olist, x-education
  --url URL           the server                  default http://127.0.0.1:4000, or FUNNEL_URL
  --key KEY           a key with scope INGEST     default FUNNEL_KEY
  --dry-run           check everything here, send nothing (needs no server)
  --on-error abort    all or nothing, for each kind of fact; the first that fails ends the import
  --references defer  keep facts whose parent is not there yet, instead of refusing them
  --json              print the report as JSON, as it is wherever the output is no terminal
  --help

Files: CSV with a header, also packed by gzip; UTF-8, UTF-16 or GB18030; separated by comma, semicolon or tab.
Exit code: 0 all went in, 1 something was rejected, 2 the command could not be carried out.
How to write a mapping: server/facts/mappings/README.md

  npx funnel import --mapping olist leads.csv deals.csv --key "$KEY"`;

const address = `  --url URL  the server               default http://127.0.0.1:4000, or FUNNEL_URL
  --key KEY  a key with scope ADMIN   default FUNNEL_KEY
  --json     print the report as JSON, as it is wherever the output is no terminal
  --help`;

export const checkHelp = `funnel check

Compares every daily sum of the key's workspace with the journeys that it is a sum of, while the server serves.

${address}

Exit code: 0 no difference, 1 there are some (funnel rebuild removes them), 2 the command could not be carried out.`;

export const rebuildHelp = `funnel rebuild

Computes every journey of the key's workspace anew from its facts, then every daily sum. Readers and writers go on in between.
When it is interrupted, by Ctrl+C too, what was done stays done and everything goes on fitting; run it again to do the rest.

${address}

Exit code: 0 done, 2 the command could not be carried out.`;
