// SPDX-License-Identifier: Apache-2.0
/** Where the socket of the engine lies: in its directory, unless the path is longer than a socket's may be. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `sun_path` has 108 bytes on Linux and 104 on macOS, the last of them zero. */
const MAX_PATH_BYTES = 103;
const NAME = "engine.sock";

export interface SocketPlace extends Disposable {
  readonly path: string;
}

export function placeSocket(directory: string): SocketPlace {
  const inside = join(directory, NAME);
  if (Buffer.byteLength(inside) <= MAX_PATH_BYTES) return { path: inside, [Symbol.dispose]: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), "fengsui-")); // mode 0700
  return {
    path: join(folder, NAME),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
