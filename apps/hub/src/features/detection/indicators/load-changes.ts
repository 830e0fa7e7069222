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

/** `onAdded` hears of each that is there. */
export async function loadChanges(
  records: Records,
  index: IndicatorIndex,
  stretch: Stretch,
  onAdded: (row: ChangedIndicator) => void = () => undefined,
): Promise<void> {
  for (let after: ChangedIndicator | undefined; ; ) {
    const page = await records.read(MATCHER, (tx) =>
      changedIndicators(tx, { ...stretch, after, limit: PAGE }),
    );
    for (const row of page) {
      apply(index, row, String(stretch.number));
      if (row.removed_at === null) onAdded(row);
    }
    after = page.at(-1);
    if (page.length < PAGE) return;
    await breathe();
  }
}

function apply(index: IndicatorIndex, row: ChangedIndicator, reference: string): void {
  const kind = kindOf(row.kind);
  if (kind === undefined) return;
  const { value, with_subdomains: withSubdomains, expires_at: end } = row;
  const indicator = { kind, value, reference, ...(withSubdomains && { withSubdomains }) };
  if (row.removed_at !== null) index.remove(indicator);
  else index.add({ ...indicator, ...(end !== null && { expiresAt: end.getTime() }) });
}

export function kindOf(text: string): Kind | undefined {
  return KINDS.find((kind) => kind === text);
}
