/** Shows long work on the terminal: one line that moves, or where nobody watches, a line for each tenth. */
export function createProgress(stream: NodeJS.WriteStream) {
  let last = '';
  const show = (text: string) => {
    if (text === last) return;
    last = text;
    stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
  };
  let tenth = '';
  return {
    count(what: string, done: number, total: number): string {
      const text = `${what} … ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
      const reached = `${what} ${total === 0 ? 10 : Math.floor((done * 10) / total)}`;
      if (stream.isTTY || reached !== tenth) show(text);
      tenth = reached;
      return text;
    },
    report(what: string, done: number): string {
      const step = stream.isTTY ? 1 : 10;
      const text = `${what} … ${Math.floor((done * 100) / step) * step} %`;
      show(text);
      return text;
    },
    end() {
      if (last && stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}
