import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Marks `directory` as this process's own. A second owner would corrupt it, so a living one is an error. */
export async function ownDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'owner.pid');
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (owner && owner !== process.pid && isAlive(owner))
    throw new Error(
      `Process ${owner} already uses the database in ${directory}. Stop it, or set DATA_DIR to another directory, ` +
        `or set DATABASE_URL to a PostgreSQL server, which several processes can share.`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
