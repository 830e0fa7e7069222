// SPDX-License-Identifier: Apache-2.0
/** When months begin where somebody is. Pure. */
import type { SharingFiguresQuery } from "@fengsui/contract";
import { localClock } from "../../../platform/local-clock.ts";

/** The last months, this one among them, each by its begin, and the begin of the next. */
export function lastMonths(now: Date, { months, timeZone }: SharingFiguresQuery): Date[] {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "numeric" }).formatToParts(
    now,
  );
  const part = (type: "year" | "month") => Number(parts.find((one) => one.type === type)?.value);
  const toUtc = localClock(timeZone);
  // Months are counted from 0 there: `part("month")` is the one after this.
  return Array.from(
    { length: months + 1 },
    (_, index) => new Date(toUtc(Date.UTC(part("year"), part("month") - months + index, 1))),
  );
}
