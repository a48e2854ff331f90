import type { Bench, Row } from '../bench.ts';
import { dateOf } from '../facts/company.ts';
import { ask, askBare, postFacts } from '../http/client.ts';
import type { Connection } from '../http/connection.ts';
import { CONNECTIONS, pressInTurns } from '../http/press.ts';
import { scorecard } from '../questions.ts';
import { bareName, startBareServer } from '../rivals/bare.ts';
import type { Line } from '../table.ts';
import type { Window } from '../windows.ts';

/** Twenty boards, each with its own span of days up to today. */
const SPANS = [7, 10, 14, 21, 28, 30, 45, 60, 75, 90, 100, 120, 150, 180, 210, 240, 270, 300, 330, 365];
/** A lead comes this long after the one before was durable. */
const PAUSE_MS = 200;

/**
 * A wall of dashboards: all clients ask the same twenty questions while leads arrive. Every answer of ours must count every lead that was
 * acknowledged before it was asked for.
 */
export const wallRow: Row = {
  name: 'wall',
  async measure(bench: Bench): Promise<Line[]> {
    const bareServer = bareName(bench.engine);
    const bare = await startBareServer(bench.dataset);
    const arrivals = new Arrivals(await bench.open());
    // To tomorrow, so that what comes just now is in every window.
    const now = Date.now();
    const windows: Window[] = SPANS.map((days) => ({
      from: dateOf(now - (days - 1) * 86_400_000),
      to: dateOf(now + 86_400_000),
    }));
    let turn = 0;
    const next = () => windows[turn++ % windows.length]!;
    let stale = 0;
    try {
      arrivals.begin();
      const figures = await pressInTurns(
        [
          {
            name: 'ours',
            port: bench.server.port,
            async ask(connection) {
              const known = arrivals.acknowledged;
              const answer = await ask(connection, scorecard(next()));
              if (arrivals.countIn(answer) < known) stale += 1;
              return true;
            },
          },
          { name: bareServer, port: bare.port, ask: async (connection) => !!(await askBare(connection, '/', next())) },
        ],
        Math.min(bench.rounds, 5),
        bench.seconds,
      );
      if (stale > 0) throw new Error(`${stale} answers were older than the last commit before their request.`);
      return [
        {
          work: `a wall of ${CONNECTIONS} dashboards, 20 questions, ${arrivals.acknowledged} leads arriving, none missed`,
          leads: bench.dataset.company.leads,
          ours: figures.get('ours')!,
          rival: { name: bareServer, figure: figures.get(bareServer)! },
          target: '≥ 3',
        },
      ];
    } finally {
      await arrivals.end();
      await bare.stop();
    }
  },
};

/** Leads of a channel of their own, one after the other. */
class Arrivals {
  acknowledged = 0;
  private readonly connection: Connection;
  private readonly channel = `wall-${Date.now()}`;
  private readonly pattern = new RegExp(`"key":"${this.channel}","numerator":\\d+,"denominator":(\\d+)`);
  private arriving: Promise<void> | undefined;
  private isOver = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  begin(): void {
    this.arriving = this.arrive();
    // Awaited at the end; until then a failure is none that nobody handles.
    this.arriving.catch(() => {});
  }

  /** How many of them an answer counts at the first stage, which comes first in it. */
  countIn(answer: string): number {
    return Number(this.pattern.exec(answer)?.[1] ?? 0);
  }

  /** Stops, and takes them away again. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.arriving;
    const ids = Array.from({ length: this.acknowledged }, (_, index) => this.idOf(index));
    if (ids.length > 0)
      await postFacts(this.connection, 'leads', ids.map((id) => JSON.stringify({ id, deleted: true })).join('\n'));
  }

  private async arrive(): Promise<void> {
    while (!this.isOver) {
      const lead = {
        id: this.idOf(this.acknowledged),
        createdAt: new Date(Date.now() - 1000).toISOString(),
        channel: this.channel,
      };
      await postFacts(this.connection, 'leads', JSON.stringify(lead));
      this.acknowledged += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private idOf(index: number): string {
    return `${this.channel}-${index}`;
  }
}
