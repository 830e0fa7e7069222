// SPDX-License-Identifier: Apache-2.0
/** A disk of its own that is soon full: a file system in memory, which only root may mount. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk extends Disposable {
  readonly dataDir: string;
  /** Takes all that is free but so much. */
  fill(freeBytes: number): void;
  /** Gives it back. */
  free(): void;
}

const CHUNK = 1024 * 1024;
const PAGE = 4096;

/** Others write meanwhile: the last pages are taken one by one, as long as there are any. */
function take(filler: string, bytes: number): void {
  let chunk = CHUNK;
  for (let left = bytes; left > 0; left -= chunk)
    try {
      writeFileSync(filler, Buffer.alloc(Math.min(chunk, left)), { flag: "a" });
    } catch {
      if (chunk === PAGE) return;
      chunk = PAGE;
    }
}

/** Undefined where it may not be mounted. */
export function mountSmallDisk(mebibytes: number): SmallDisk | undefined {
  if (process.platform !== "linux") return undefined;
  const place = mkdtempSync(join(tmpdir(), "fengsui-disk-"));
  const options = `size=${mebibytes}m,mode=711`;
  if (spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place]).status !== 0) {
    rmSync(place, { recursive: true });
    return undefined;
  }
  chmodSync(place, 0o711);
  const filler = join(place, "filler");
  return {
    dataDir: join(place, "data"),
    fill: (left) => {
      const { bavail, bsize } = statfsSync(place);
      take(filler, bavail * bsize - left);
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: () => {
      spawnSync("umount", ["--lazy", place]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}
