// SPDX-License-Identifier: Apache-2.0
/** A folder of its own for a test. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class TestFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), "fengsui-hub-"));

  [Symbol.dispose](): void {
    chmodSync(this.path, 0o700);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
