/** Shows long work on the terminal: one line that moves, or where nobody watches, a line for each tenth. */
export function createProgress(stream: NodeJS.WriteStream) {
  let last = '';
  const show = (text: string) => {
    if (text === last) return;
    last = text;
    stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
  };
  return {
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
