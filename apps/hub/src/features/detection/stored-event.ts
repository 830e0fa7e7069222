// SPDX-License-Identifier: Apache-2.0
/** The fields of an event out of its raw text in the store, by the same readers that read it when it came. */
import { type JsonObject, readLog } from "@fengsui/logs";

/** The readers look at the first line to tell how an input is framed; an event is one line of it. */
const FIRST_LINE = Buffer.from("{}\n");

/** `received`: what a date without a year is seen from. */
export async function readStoredEvent(raw: Buffer, received: Date): Promise<JsonObject | undefined> {
  for await (const { events, positions } of readLog(linesOf(raw), {
    charset: "utf-8",
    now: received.getTime(),
  })) {
    const at = positions.indexOf(2);
    if (at >= 0) return events[at];
  }
  return undefined;
}

async function* linesOf(raw: Buffer): AsyncGenerator<Buffer> {
  yield Buffer.concat([FIRST_LINE, raw]);
}
