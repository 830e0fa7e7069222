// SPDX-License-Identifier: Apache-2.0
/**
 * Text of a rule file to rules, correlations, filters and diagnostics. A document that is not sound gives diagnostics
 * and nothing else.
 */
import { isMap } from "yaml";
import type { Correlation } from "../correlation/correlation.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { Filter } from "../filter/filter.ts";
import type { Placeholders } from "../modifiers/apply.ts";
import type { SigmaRule } from "../rule.ts";
import { Attributes } from "./attributes.ts";
import { checkAttributes } from "./conventions.ts";
import { parseCorrelation } from "./correlation.ts";
import { parseDetection } from "./detection.ts";
import { readDocuments } from "./documents.ts";
import { parseFilter } from "./filter.ts";

export interface ParseOptions {
  /** Values for `%placeholders%`, by name without the percent signs. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

export interface ParsedRules {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly Correlation[];
  readonly filters: readonly Filter[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Found {
  readonly rules: SigmaRule[];
  readonly correlations: Correlation[];
  readonly filters: Filter[];
}

export function parseRules(text: string, file: string, options: ParseOptions = {}): ParsedRules {
  const { documents, reporter } = readDocuments(text, file);
  const placeholders = new Map(Object.entries(options.placeholders ?? {}));
  const found: Found = { rules: [], correlations: [], filters: [] };
  for (const [index, { contents }] of documents.entries()) {
    if (isMap(contents)) parseDocument(new Attributes(contents, index, reporter), placeholders, found);
    else reporter.report("document.not_a_map", contents);
  }
  if (documents.length === 0 && reporter.diagnostics.length === 0) reporter.report("document.not_a_map");
  return { ...found, diagnostics: reporter.diagnostics };
}

function parseDocument(attributes: Attributes, placeholders: Placeholders, found: Found): void {
  const { root, reporter } = attributes;
  if (root.has("action")) {
    reporter.report("document.unsupported", root, "A document with `action` is not part of Sigma 2.");
    return;
  }
  if (root.has("correlation")) {
    const correlation = parseCorrelation(attributes);
    if (correlation !== undefined) found.correlations.push(correlation);
  } else if (root.has("filter")) {
    const filter = parseFilter(attributes, placeholders);
    if (filter !== undefined) found.filters.push(filter);
  } else {
    const rule = parseRule(attributes, placeholders);
    if (rule !== undefined) found.rules.push(rule);
  }
}

function parseRule(attributes: Attributes, placeholders: Placeholders): SigmaRule | undefined {
  const { root, reporter } = attributes;
  checkAttributes(root, reporter, "rule");
  const head = attributes.head();
  const logsource = attributes.logsource();
  const node = attributes.node("detection");
  const detection = isMap(node) ? parseDetection(node, reporter, placeholders) : undefined;
  if (!isMap(node)) reporter.report("rule.missing", node ?? root, "The rule has no `detection`.");
  const level = attributes.level("medium");
  if (head === undefined || logsource === undefined || detection === undefined || level === "invalid")
    return undefined;
  return { ...head, level, logsource, detection };
}
