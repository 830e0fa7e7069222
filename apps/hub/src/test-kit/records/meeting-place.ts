// SPDX-License-Identifier: Apache-2.0
/** Where the tests of one user and one state of the tables meet the keeper of their database. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const RECORDS = join(import.meta.dirname, "../../platform/records");

export interface MeetingPlace {
  readonly folder: string;
  readonly socket: string;
  readonly log: string;
}

/** What the keeper says to who connects: a database of their own, for as long as the connection lasts. */
export const CLONE = z.object({ socket: z.string(), database: z.string() });
export type Clone = z.infer<typeof CLONE>;

export function meetingPlace(): MeetingPlace {
  const hash = createHash("sha256").update(RECORDS);
  for (const file of ["migrations", "embedded"].flatMap((name) => sourcesIn(join(RECORDS, name))))
    hash.update(readFileSync(file));
  const name = `fengsui-test-${process.getuid?.()}-${hash.digest("hex").slice(0, 12)}`;
  const folder = join(tmpdir(), name);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return { folder, socket: join(folder, "keeper.sock"), log: join(folder, "keeper.log") };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
