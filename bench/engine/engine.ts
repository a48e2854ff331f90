/** Where databases live. */
export interface Engine {
  name: 'postgres' | 'pglite';
  /** As the engine calls itself. */
  version(): Promise<string>;
  /** The settings that a figure depends on, as one line. */
  settings: string;
  /** A database of that name; made, empty, where it is missing. */
  home(name: string): Promise<Home>;
  stop(): Promise<void>;
}

export interface Home {
  /** What the server's environment needs to find it; what `openDatabase` needs. */
  url?: string;
  directory?: string;
  /** For hand-written SQL on the same data. On PGlite a copy of it, since a directory has one owner at a time. */
  openRival(): Promise<RivalDatabase>;
  /** The copy, if there is one, is older than the data. */
  forgetRival(): Promise<void>;
  /** What a rival in a process of its own needs. On PGlite the copy must be closed here. */
  rivalEnvironment: Record<string, string>;
  remove(): Promise<void>;
}

/** Bare SQL: no layer between the text and the engine. */
export interface RivalDatabase {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements, without parameters. */
  script(text: string): Promise<void>;
  /** Keeps a table's rows aside, as COPY writes them; the function puts them into another table of the same columns by COPY. */
  copyOut(table: string): Promise<(into: string) => Promise<void>>;
  close(): Promise<void>;
}

/** Tables that the bench makes for rivals stand in a schema of their own; what is not there is the project's. */
export const SEARCH_PATH = 'bench, public';

/** An empty database of that name, whatever an earlier run has left. */
export async function emptyHome(engine: Engine, name: string): Promise<Home> {
  await (await engine.home(name)).remove();
  return engine.home(name);
}
