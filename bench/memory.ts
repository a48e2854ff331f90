import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

/** Watches how much memory a process holds (resident, in MB). Reads /proc: elsewhere than on Linux it says 0. */
export function watchMemory(pid: number) {
  let most = 0;
  const look = () => {
    most = Math.max(most, residentMegabytes(pid));
  };
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return {
    most(): number {
      look();
      return most;
    },
    forget(): void {
      most = 0;
    },
    end(): void {
      clearInterval(timer);
    },
  };
}

/** With the processes that it began; pages that several of them share count once. */
function residentMegabytes(pid: number): number {
  const children = childrenOf(pid);
  if (children.length === 0) return megabytesIn(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/);
  const shares = [pid, ...children].map((each) => megabytesIn(`/proc/${each}/smaps_rollup`, /Pss:\s+(\d+)/));
  return shares.reduce((sum, share) => sum + share, 0);
}

function childrenOf(pid: number): string[] {
  return (textOf(`/proc/${pid}/task/${pid}/children`) ?? '').split(' ').filter(Boolean);
}

function megabytesIn(file: string, kilobytes: RegExp): number {
  return Number(kilobytes.exec(textOf(file) ?? '')?.[1] ?? 0) / 1024;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
