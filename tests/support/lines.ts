/** NDJSON as it comes: read line by line, for as long as one likes. */
export async function* linesOf<Line = Record<string, unknown>>(response: Response): AsyncGenerator<Line> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body!) {
    const lines = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}

/** All of them, to the end. */
export async function allLines<Line = Record<string, unknown>>(response: Response): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesOf<Line>(response)) lines.push(line);
  return lines;
}
