// SPDX-License-Identifier: Apache-2.0
/** What is read of a pinned event: the fields that the hub knew it by, then what is in the event itself. Pure. */
import type { Evidence } from "@fengsui/contract";
import { z } from "zod";
import { type FieldValue, fieldsOf } from "../../parts/event-fields.ts";

const FIELDS = z.record(z.string(), z.string()).catch({});

export function pinnedRows(origin: Evidence["origin"], raw: string): readonly FieldValue[] {
  const known = FIELDS.parse(origin["fields"]);
  const core = Object.entries(known).map(([field, value]) => ({ field, value }));
  return [...core, ...fieldsOf(raw).filter(({ field }) => !Object.hasOwn(known, field))];
}
