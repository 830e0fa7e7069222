// SPDX-License-Identifier: Apache-2.0
/**
 * Messages to other parts of the hub, written in the transaction of the change that they announce: there is a message
 * if and only if the change happened. A job delivers them, at least once.
 */
import type { Writer } from "./unit-of-work.ts";

export interface Message {
  /** Dotted words: `rule.changed`. */
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export async function announce(write: Writer, { topic, payload }: Message): Promise<void> {
  await write
    .insertInto("outbox")
    .values({ topic, payload: JSON.stringify(payload) })
    .execute();
}
