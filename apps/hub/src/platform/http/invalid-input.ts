// SPDX-License-Identifier: Apache-2.0
/** Input of the right form but not of the right content, with each place that is wrong. */
import { FengsuiError } from "@fengsui/contract";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const MAX_ISSUES = 20;

export function invalidInput(place: string, issues: readonly Issue[]): FengsuiError {
  const found = issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
    path: [place, ...path.map(String)].join("."),
    message,
  }));
  const detail = found.map(({ path, message }) => `${path}: ${message}`).join("\n");
  return new FengsuiError("http.invalid", detail, { issues: found });
}
