/** What was asked for cannot be done as asked; the message says what to do. Exit code 2. */
export class UsageError extends Error {}

export const help = `funnel import --mapping MAPPING FILE.csv…

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
