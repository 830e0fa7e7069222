// SPDX-License-Identifier: Apache-2.0
/** From what a person wrote to a moment that is still to come. */
import { FengsuiError } from "@fengsui/contract";
import { endOfDay, isTimeZone } from "./rules.ts";

export type WrittenDeadline = { readonly at: string } | { readonly date: string };

/** Nobody orders for later than this. */
const LONGEST_MS = 5 * 366 * 24 * 3_600_000;

export function requireTimeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw new FengsuiError("http.invalid", "timeZone: is none that is known, such as Asia/Shanghai");
}

export function deadlineOf(
  written: WrittenDeadline,
  { timeZone, after, field = "deadline" }: { timeZone: string; after: Date; field?: string },
): Date {
  const deadline = "at" in written ? new Date(written.at) : endOfDay(written.date, timeZone);
  if (deadline <= after)
    throw new FengsuiError("http.invalid", `${field}: is not after ${after.toISOString()}`);
  if (deadline.getTime() - after.getTime() > LONGEST_MS)
    throw new FengsuiError("http.invalid", `${field}: is more than five years away`);
  return deadline;
}
