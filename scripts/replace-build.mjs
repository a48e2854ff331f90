/**
 * Puts a new build in the place of the one before, so that whoever reads meanwhile, or builds at the same time, finds one of them whole: it is
 * made in a folder beside, then moved file by file, each at once. For that, what a file imports of the build has its content in its name
 * (name-HASH.js).
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Builds are made in the folder itself, where nobody looks for sources, and moving is renaming. */
const BESIDE = '.new-';
/** Stands there while one of several builders moves its files. */
const MOVING = '.moving';
/** What is older was left by a process that was killed. */
const LONGEST_BUILD_MS = 3_600_000;
const LONGEST_MOVE_MS = 10_000;
const GONE = { recursive: true, force: true };

/**
 * @param {string} place the folder that is read
 * @param {string} mark the file by whose age others know how old the build is: it comes last, as old as the sources when they were read
 * @param {(folder: string) => Promise<unknown>} build makes everything anew in an empty folder
 */
export async function replaceBuild(place, mark, build) {
  const startedAt = new Date();
  mkdirSync(place, { recursive: true });
  const made = mkdtempSync(join(place, BESIDE));
  try {
    await build(made);
    utimesSync(join(made, mark), startedAt, startedAt);
    await alone(place, () => move(made, place, mark));
  } finally {
    rmSync(made, GONE);
    for (const name of readdirSync(place))
      if (name.startsWith(BESIDE) && ageOf(join(place, name)) > LONGEST_BUILD_MS) rmSync(join(place, name), GONE);
  }
}

/** New names first, since files that stand there already will name them; the mark; then away with what only the build before had. */
function move(made, place, mark) {
  const rank = (file) => (file === mark ? 2 : Number(existsSync(join(place, file))));
  const ranks = new Map(filesIn(made).map((file) => [file, rank(file)]));
  for (const [file] of [...ranks].sort(([, a], [, b]) => a - b)) {
    mkdirSync(dirname(join(place, file)), { recursive: true });
    renameSync(join(made, file), join(place, file));
  }
  for (const file of filesIn(place)) if (!ranks.has(file)) rmSync(join(place, file));
}

/** One process at a time: making a folder fails where there is one. */
async function alone(place, work) {
  const lock = join(place, MOVING);
  while (!isMade(lock)) {
    if (ageOf(lock) > LONGEST_MOVE_MS) rmSync(lock, GONE);
    else await wait(5);
  }
  try {
    work();
  } finally {
    rmSync(lock, GONE);
  }
}

function isMade(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Milliseconds since a path was last written; 0 where somebody removed it. */
function ageOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}

/** Paths of all files, without those of builds that are being made there. */
function filesIn(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesIn(folder, path) : path;
    });
}
