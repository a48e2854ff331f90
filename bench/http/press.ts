import type { Figure } from '../figure.ts';
import { Connection } from './connection.ts';

export const CONNECTIONS = 32;

/** Asks on one connection, again and again; returns false when there is nothing more to ask. Connections number from 0. */
export type Asker = (connection: Connection, number: number) => Promise<boolean>;

/** Answers per second over so many connections, each of which asks as soon as it has its answer. Ends by itself. */
export async function press(port: number, seconds: number, ask: Asker, connections: number): Promise<number> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const began = performance.now();
  const end = began + seconds * 1000;
  let answers = 0;
  await Promise.all(
    open.map(async (connection, number) => {
      while (performance.now() < end && (await ask(connection, number))) answers += 1;
    }),
  );
  const took = (performance.now() - began) / 1000;
  for (const connection of open) connection.close();
  return answers / took;
}

export interface Pressed {
  name: string;
  port: number;
  /** Called before each round. */
  begin?(): Promise<void>;
  ask: Asker;
}

/** Loads in turns; the first round warms and does not count. */
export async function pressInTurns(
  contenders: readonly Pressed[],
  rounds: number,
  seconds: number,
  connections = CONNECTIONS,
): Promise<Map<string, Figure>> {
  const figures = new Map(contenders.map(({ name }) => [name, { unit: '/s', values: [] } as Figure]));
  for (let round = -1; round < rounds; round++)
    for (const index of contenders.keys()) {
      const { name, port, begin, ask } = contenders[(index + round + 1) % contenders.length]!;
      await begin?.();
      const rate = await press(port, round < 0 ? Math.min(seconds, 2) : seconds, ask, connections);
      if (round >= 0) figures.get(name)!.values.push(rate);
    }
  return figures;
}
