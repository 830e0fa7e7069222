// SPDX-License-Identifier: Apache-2.0
/**
 * What is sound and probably not meant: a rule that matches nearly everything, parts of it without any effect, fields
 * that its log source does not have. Asked of rules that have no error; each finding is a warning.
 */
import { isMap, type YAMLMap } from "yaml";
import { identifiersOf } from "../parse/detection.ts";
import { type Detection, itemsOf } from "../parse/detection-tree.ts";
import type { Reporter } from "../parse/reporter.ts";
import { type PlaceholdersOf, SearchIdentifierParser } from "../parse/search-identifier.ts";
import type { LogSource } from "../rule.ts";
import { lintCondition } from "./conditions.ts";
import { lintFields } from "./fields.ts";
import { lintForm } from "./form.ts";
import { valuesByKey } from "./places.ts";
import { lintRegexes } from "./regexes.ts";
import { lintValues } from "./values.ts";

export interface Linted {
  readonly root: YAMLMap;
  readonly logsource: LogSource;
  readonly placeholders: PlaceholdersOf;
}

export function lintRule({ root, logsource, placeholders }: Linted, reporter: Reporter): void {
  lintForm(root, reporter);
  const node = root.get("detection", true);
  if (!isMap(node)) return;
  const detections = new Map<string, Detection>();
  const parser = new SearchIdentifierParser(reporter, placeholders);
  for (const { name, key, value } of identifiersOf(node)) {
    const detection = parser.parse(name, value, key);
    if (detection !== undefined) detections.set(name, detection);
  }
  lintCondition(node, detections, reporter);
  const places = valuesByKey(node);
  for (const detection of detections.values())
    for (const item of itemsOf(detection)) {
      lintFields(item, logsource, reporter);
      lintValues(item, places, reporter);
      lintRegexes(item, places, reporter);
    }
}
