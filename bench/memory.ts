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

function residentMegabytes(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
