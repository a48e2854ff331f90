/** One event of a text/event-stream. Comments (the server's pings) give none. */
export interface Frame {
  event: string;
  data: string;
}

/**
 * Cuts a text/event-stream into frames: feed it text as it arrives, split anywhere.
 * After the HTML standard, 9.2.6; `id` and `retry` are not used by this API and are skipped.
 */
export function createFrameReader(): (text: string) => Frame[] {
  let rest = '';
  let atStart = true;
  let event = '';
  let data: string[] = [];

  function readLine(line: string, frames: Frame[]): void {
    if (line === '') {
      // A frame without data is dispatched too when it has a name: 'complete' may carry none.
      if (data.length > 0 || event) frames.push({ event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }

  return (text) => {
    if (atStart && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      atStart = false;
    }
    const frames: Frame[] = [];
    rest += text;
    // A carriage return at the very end may be half of a line break: it waits for what follows.
    for (let found = /\r\n|\n|\r(?!$)/.exec(rest); found; found = /\r\n|\n|\r(?!$)/.exec(rest)) {
      readLine(rest.slice(0, found.index), frames);
      rest = rest.slice(found.index + found[0].length);
    }
    return frames;
  };
}
