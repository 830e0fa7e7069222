// SPDX-License-Identifier: Apache-2.0
/** The figures of sharing as rows, and the list that each leads to. */
import type { Marking, SharingFigures } from "@fengsui/contract";
import { type SharedFilter, writeShared } from "../../../parts/shared-filter.ts";

type Count = SharingFigures["counts"][number];

export const ROWS = [
  { name: "casesShared", kind: "case", isReceived: false },
  { name: "casesReceived", kind: "case", isReceived: true },
  { name: "publicationsShared", kind: "publication", isReceived: false },
  { name: "publicationsReceived", kind: "publication", isReceived: true },
] as const;
export type Row = (typeof ROWS)[number];

export function countOf(
  { counts }: SharingFigures,
  { kind, isReceived }: Pick<Row, "kind" | "isReceived">,
  { marking, month }: { readonly marking?: Marking; readonly month?: number } = {},
): number {
  const fits = (one: Count) =>
    one.kind === kind &&
    one.isReceived === isReceived &&
    (marking === undefined || one.marking === marking) &&
    (month === undefined || one.month === month);
  return counts.filter(fits).reduce((sum, { count }) => sum + count, 0);
}

/** Of one month, or of all of them. */
export function listBehind(
  { months }: SharingFigures,
  { kind, isReceived }: Pick<Row, "kind" | "isReceived">,
  { marking, month }: { readonly marking?: Marking; readonly month?: number } = {},
) {
  const from = months[month ?? 0]?.from;
  const to = (month === undefined ? months.at(-1) : months[month])?.to;
  const filter: SharedFilter = {
    side: isReceived ? "received" : "own",
    ...(marking !== undefined && { marking }),
    ...(from !== undefined && to !== undefined && { span: { from, to } }),
  };
  const search = writeShared(filter);
  return kind === "case"
    ? ({ to: "/cases", search: { state: "all", ...search } } as const)
    : ({ to: "/publications", search } as const);
}
