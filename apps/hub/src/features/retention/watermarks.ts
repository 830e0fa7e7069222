// SPDX-License-Identifier: Apache-2.0
/** Each process that takes logs in knows the watermarks of the disk, soon after somebody changed them. */
import { type Records, systemPrincipal } from "../../platform/records/index.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { readHubRetention } from "./records.ts";
import type { RetentionDisk } from "./service.ts";

export interface WatermarksParts {
  readonly records: Records;
  readonly disk: RetentionDisk;
  readonly logger: Logger;
}

const EVERY_MS = 60_000;
const PRINCIPAL = systemPrincipal("retention.watermarks");

export async function keepWatermarks({ records, disk, logger }: WatermarksParts): Promise<Disposable> {
  const look = async () => disk.setWatermarks(await records.read(PRINCIPAL, readHubRetention));
  await look();
  const timer = setInterval(() => {
    // The database may be away for a moment: what was known goes on to count.
    look().catch((error: unknown) => logger.debug({ error }, "the watermarks of the disk were not read"));
  }, EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
