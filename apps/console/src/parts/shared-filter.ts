// SPDX-License-Identifier: Apache-2.0
/** Which records by how they are shared: by oneself or by others, with which marking, and when. The address has it. */
import { MARKINGS, type Marking } from "@fengsui/contract";

export interface SharedFilter {
  readonly side?: "own" | "received";
  readonly marking?: Marking;
  readonly span?: { readonly from: string; readonly to: string };
}

type Search = Readonly<Record<string, string>>;

export function readShared(search: Search): SharedFilter {
  const { side, marking: written, sharedFrom: from, sharedTo: to } = search;
  const marking = MARKINGS.find((one) => one === written);
  return {
    ...((side === "own" || side === "received") && { side }),
    ...(marking !== undefined && { marking }),
    ...(isTime(from) && isTime(to) && { span: { from, to } }),
  };
}

export function writeShared({ side, marking, span }: SharedFilter): Search {
  return {
    ...(side !== undefined && { side }),
    ...(marking !== undefined && { marking }),
    ...(span !== undefined && { sharedFrom: span.from, sharedTo: span.to }),
  };
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
