// SPDX-License-Identifier: Apache-2.0
/** Fields that the log source of a rule does not have. */
import { KEYWORDS } from "../expression.ts";
import type { ItemDetection } from "../parse/detection-tree.ts";
import { nearest } from "../parse/nearest.ts";
import type { Reporter } from "../parse/reporter.ts";
import type { LogSource } from "../rule.ts";
import { fieldsOf } from "./known-fields.ts";

export function lintFields({ item, at }: ItemDetection, logsource: LogSource, reporter: Reporter): void {
  const { field } = item;
  if (field === KEYWORDS) return;
  const known = fieldsOf(logsource);
  if (known === undefined) return;
  // Of objects, the names below are those of many services.
  const [first = field] = field.split(".");
  if (known.has(field) || (first !== field && known.has(first))) return;
  const byLetters = new Map([...known].map((name) => [name.toLowerCase(), name]));
  const meant = nearest(field, byLetters.keys()) ?? nearest(first, byLetters.keys());
  const name = meant === undefined ? undefined : byLetters.get(meant);
  const question = name === undefined ? "" : ` Is \`${name}\` meant?`;
  const source = [logsource.product, logsource.category, logsource.service].filter(
    (part) => part !== undefined,
  );
  reporter.report(
    "lint.unknown_field",
    at,
    `Events of ${source.join("/")} have no field \`${field}\`.${question}`,
  );
}
