// SPDX-License-Identifier: Apache-2.0
/** Rows of indicators into an index. */
import { setImmediate as breathe } from "node:timers/promises";
import { type IndicatorIndex, KINDS, type Kind } from "@fengsui/indicators";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { type ChangedIndicator, changedIndicators } from "./changes.ts";

const MATCHER = systemPrincipal("match");
/** Rows that are read, and put into the index, without a pause. */
const PAGE = 5000;

/** Of a list. */
export interface Stretch {
  readonly number: number;
  /** Not included. */
  readonly since: number;
  readonly upTo: number;
}

/** `onAdded` hears of each that is there. How many the index has no room for, as there are too many of one value. */
export async function loadChanges(
  records: Records,
  index: IndicatorIndex,
  stretch: Stretch,
  onAdded: (row: ChangedIndicator) => void = () => undefined,
): Promise<number> {
  let left = 0;
  for (let after: ChangedIndicator | undefined; ; ) {
    const page = await records.read(MATCHER, (tx) =>
      changedIndicators(tx, { ...stretch, after, limit: PAGE }),
    );
    for (const row of page) {
      if (!apply(index, row, String(stretch.number))) left += 1;
      if (row.removed_at === null) onAdded(row);
    }
    after = page.at(-1);
    if (page.length < PAGE) return left;
    await breathe();
  }
}

/** False where it has no room: one list too many with a value must not hold up the events of all. */
function apply(index: IndicatorIndex, row: ChangedIndicator, reference: string): boolean {
  const kind = kindOf(row.kind);
  if (kind === undefined) return true;
  const { value, with_subdomains: withSubdomains, expires_at: end } = row;
  const indicator = { kind, value, reference, ...(withSubdomains && { withSubdomains }) };
  try {
    if (row.removed_at !== null) index.remove(indicator);
    else index.add({ ...indicator, ...(end !== null && { expiresAt: end.getTime() }) });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export function kindOf(text: string): Kind | undefined {
  return KINDS.find((kind) => kind === text);
}
