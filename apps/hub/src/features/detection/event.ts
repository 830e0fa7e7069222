// SPDX-License-Identifier: Apache-2.0
/** An event as detection sees it, live or read back from the store: both must give the same. */
import type { Seen } from "@fengsui/indicators";
import type { JsonObject, LogSource } from "@fengsui/sigma";

export interface DetectableEvent {
  readonly id: string;
  /** Epoch milliseconds: the event's own time, or, where it has none, when it was first received. */
  readonly time: number;
  readonly host: string;
  readonly account: string;
  readonly address: string;
  /** What of it can be an indicator, in normal form. */
  readonly observables: readonly Seen[];
  readonly fields: JsonObject;
  /** What the source was declared to be, where that is more than the event itself says. */
  readonly logSource?: LogSource;
}
