import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `use` with a shipped mapping that was changed a little, as a file of its own. */
export async function withDerivedMapping(name, change, use) {
  const directory = mkdtempSync(join(tmpdir(), 'funnel-mapping-'));
  const file = join(directory, `${name}.json`);
  try {
    writeFileSync(file, change(readFileSync(`server/facts/mappings/${name}.json`, 'utf8')));
    return await use(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
