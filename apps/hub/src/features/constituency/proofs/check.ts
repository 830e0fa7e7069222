// SPDX-License-Identifier: Apache-2.0
/** Looks whether a claim is proved: by its record first, then by its file. */
import type { ClaimOutcome } from "@fengsui/contract";
import { type Check, type ClaimedValue, challengeText, fileHolds, fileOf, recordOf } from "../rules.ts";
import type { Outside } from "./outside.ts";

export interface Checked extends Pick<ClaimedValue, "kind" | "value"> {
  readonly challenge: string;
  /** Within the network, where the file is to be fetched from. */
  readonly fileAddress: string | undefined;
}

export async function check(outside: Outside, claim: Checked): Promise<Check> {
  const text = challengeText(claim.challenge);
  const record = recordOf(claim);
  const byRecord = record === null ? undefined : await lookUp(outside, record, text);
  if (byRecord === "found") return { outcome: "found", method: "dns" };
  const isFileNamed = claim.kind === "domain" || claim.fileAddress !== undefined;
  const file = isFileNamed ? fileOf(claim, claim.fileAddress) : null;
  const byFile = file === null ? undefined : await fetchOne(outside, file, text);
  if (byFile === "found") return { outcome: "found", method: "file" };
  // Where both were tried, what is wrong with the record says more than that there is no file.
  const said = byRecord === undefined || byRecord === "no_record" ? (byFile ?? byRecord) : byRecord;
  return { outcome: said ?? "by_coordinator_only", method: undefined };
}

async function lookUp(outside: Outside, name: string, text: string): Promise<ClaimOutcome> {
  try {
    const records = await outside.txt(name);
    if (records.some((one) => one.trim() === text)) return "found";
    return records.length === 0 ? "no_record" : "other_record";
  } catch {
    return "dns_failed";
  }
}

async function fetchOne(outside: Outside, address: string, text: string): Promise<ClaimOutcome> {
  try {
    const { status, text: content } = await outside.file(address);
    if (status !== 200) return "file_missing";
    return fileHolds(content, text) ? "found" : "file_other";
  } catch {
    return "file_failed";
  }
}
