// SPDX-License-Identifier: Apache-2.0
/** A parsed record to an event with an identity and what the columns of the store need. */
import { describeEvent, type LogSource } from "@fengsui/sigma";
import { toKeepable } from "../../../platform/keepable-text.ts";
import type { DetectableEvent } from "../../detection/index.ts";
import { accountOf, addressOf, rootsOf } from "./fields.ts";
import { type BatchIdentity, identityOf } from "./identity.ts";
import { observablesOf } from "./observables.ts";
import type { ParsedRecord } from "./parse.ts";
import type { Reading } from "./reading.ts";

export interface NormalisedEvent extends DetectableEvent {
  /** The event says its time itself. */
  readonly hasTime: boolean;
  readonly raw: Uint8Array;
  /** Of the address that it went to, where a person said where that stands. */
  readonly destination?: string;
  /** What the event is, by its own form. */
  readonly detected?: LogSource;
}

/** What a store of events and an index of time can hold; a time outside of it is none. */
const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const MAX_HOST_CHARACTERS = 500;

export function normalise(
  record: ParsedRecord,
  batch: BatchIdentity,
  { logType, toUtc, map }: Reading,
): NormalisedEvent {
  const { bytes } = record;
  const mapped = map?.(record.fields);
  const fields = mapped?.fields ?? record.fields;
  const { time, host = "", logsource } = describeEvent(fields, toUtc);
  const ownTime = keepableTime(mapped?.time) ?? keepableTime(time);
  const declared = declaredSource(logType, logsource);
  const roots = rootsOf(fields);
  const account = mapped?.account || accountOf(roots);
  const address = mapped?.address || addressOf(roots);
  const destination = mapped?.destination ?? "";
  return {
    id: identityOf(record, ownTime, batch),
    time: ownTime ?? batch.receivedAt,
    hasTime: ownTime !== undefined,
    host: toKeepable((mapped?.host || host).slice(0, MAX_HOST_CHARACTERS)),
    account,
    address,
    ...(destination !== "" && { destination }),
    observables: observablesOf({ fields, log: declared ?? logsource, account, address, destination }),
    fields,
    raw: bytes,
    ...(logsource !== undefined && { detected: logsource }),
    ...(declared !== undefined && { logSource: declared }),
  };
}

function keepableTime(time: number | undefined): number | undefined {
  return time !== undefined && time >= EARLIEST && time < LATEST ? time : undefined;
}

/**
 * What a person said of the source counts where it says more, or other, than the event itself. `product`,
 * `product/service`, or `product//category`.
 */
export function declaredSource(
  logType: string | null,
  detected: LogSource | undefined,
): LogSource | undefined {
  if (logType === null) return undefined;
  const [product = "", service = "", category = ""] = logType.split("/");
  if (detected !== undefined && detected.product === product && service === "" && category === "")
    return undefined;
  return {
    ...(product !== "" && { product }),
    ...(service !== "" && { service }),
    ...(category !== "" && { category }),
  };
}

/** How many events are of each product. */
export class ProductTally {
  readonly #counts = new Map<string, number>();

  add({ detected }: Pick<NormalisedEvent, "detected">): void {
    const product = detected?.product ?? detected?.service ?? detected?.category;
    if (product !== undefined) this.#counts.set(product, (this.#counts.get(product) ?? 0) + 1);
  }

  /** The product that most of them are of; undefined where none was recognised. */
  get most(): string | undefined {
    return [...this.#counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))[0]?.[0];
  }
}
