// SPDX-License-Identifier: Apache-2.0
/** What the doctor found: a thing that was looked at, how it is, and what to do where it is not well. */
import { FengsuiError } from "@fengsui/contract";

export type Status = "ok" | "warn" | "fail";

export interface Finding {
  /** Dotted words: `data.room`. */
  readonly name: string;
  readonly status: Status;
  readonly detail: string;
  readonly hint?: string;
}

/** A look at one thing. What it throws is a finding, too. */
export interface Look {
  readonly name: string;
  readonly look: () => Promise<Omit<Finding, "name">> | Omit<Finding, "name">;
}

export const ok = (detail: string): Omit<Finding, "name"> => ({ status: "ok", detail });
export const warn = (detail: string, hint: string): Omit<Finding, "name"> => ({
  status: "warn",
  detail,
  hint,
});
export const fail = (detail: string, hint: string): Omit<Finding, "name"> => ({
  status: "fail",
  detail,
  hint,
});

export async function lookAt({ name, look }: Look): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (error instanceof FengsuiError)
      return { name, ...fail(`${error.title} ${error.detail} (${error.code})`, error.hint) };
    const reason = error instanceof Error ? error.message : String(error);
    return { name, ...warn(`could not be looked at: ${reason}`, "Look at it yourself.") };
  }
}

const SIGNS: Readonly<Record<Status, string>> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, status, detail, hint }) => {
    const [first = "", ...rest] = detail.split("\n");
    const indent = " ".repeat(width + 8);
    return [
      `${SIGNS[status]}  ${name.padEnd(width)}  ${first}`,
      ...rest.map((line) => `${indent}${line}`),
      ...(hint === undefined || status === "ok" ? [] : [`${indent}→ ${hint}`]),
    ];
  });
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  return [...lines, "", `${count("ok")} ok, ${count("warn")} to look at, ${count("fail")} to mend`, ""].join(
    "\n",
  );
}
