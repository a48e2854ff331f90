import { cpus, totalmem } from 'node:os';
import type { Engine } from './engine/engine.ts';

/** Where the figures come from: they mean little without. */
export async function describeMachine(engine: Engine): Promise<string> {
  const [{ model = 'unknown' } = {}] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${cpus().length} cores (${model.trim()}), ${memory} GB memory, ${process.platform}`,
    `Node ${process.versions.node}, ${await engine.version()} (${engine.settings})`,
  ].join('\n');
}
