// SPDX-License-Identifier: Apache-2.0
/** Memory and processor time of processes, as Linux tells it. */
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 250;

export interface Usage {
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

export interface Watched {
  readonly name: string;
  /** Those of its children count with it. */
  readonly pid: number;
}

interface Stat {
  readonly parent: number;
  readonly seconds: number;
  /** Of children that have ended. */
  readonly endedSeconds: number;
}

function statOf(pid: string): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ").map(Number) ?? [];
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return {
      parent: fields[1] ?? 0,
      seconds: (user + system) / TICKS_PER_SECOND,
      endedSeconds: (endedUser + endedSystem) / TICKS_PER_SECOND,
    };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** Memory that processes share is divided among them. */
function mebibytesOf(pid: string): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function usageOf(pid: number, withChildren: boolean): Usage {
  const root = statOf(String(pid));
  let [cpuSeconds, mebibytes] = [root?.seconds ?? 0, mebibytesOf(String(pid))];
  if (!withChildren) return { cpuSeconds, mebibytes };
  cpuSeconds += root?.endedSeconds ?? 0;
  for (const other of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(other);
    if (stat?.parent !== pid) continue;
    cpuSeconds += stat.seconds;
    mebibytes += mebibytesOf(other);
  }
  return { cpuSeconds, mebibytes };
}

export interface Watch {
  readonly name: string;
  readonly cpuSeconds: number;
  readonly peakMebibytes: number;
}

/** Watches while `work` goes on. The hub's children are watched under names of their own. */
export async function watching<Result>(
  watched: readonly (Watched & { readonly withChildren: boolean })[],
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly watches: readonly Watch[] }> {
  const look = () => watched.map(({ pid, withChildren }) => usageOf(pid, withChildren));
  const before = look();
  const peaks = before.map(({ mebibytes }) => mebibytes);
  const timer = setInterval(() => {
    for (const [index, { mebibytes }] of look().entries())
      peaks[index] = Math.max(peaks[index] ?? 0, mebibytes);
  }, SAMPLE_MS);
  try {
    const result = await work();
    const after = look();
    const watches = watched.map(({ name }, index) => ({
      name,
      cpuSeconds: (after[index]?.cpuSeconds ?? 0) - (before[index]?.cpuSeconds ?? 0),
      peakMebibytes: peaks[index] ?? 0,
    }));
    return { result, watches };
  } finally {
    clearInterval(timer);
  }
}
