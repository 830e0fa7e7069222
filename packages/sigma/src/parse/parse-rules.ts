// SPDX-License-Identifier: Apache-2.0
/**
 * Text of a rule file to rules, correlations, filters and diagnostics. A document that is not sound gives diagnostics
 * and nothing else.
 */
import { isMap } from "yaml";
import type { Correlation } from "../correlation/correlation.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { Filter } from "../filter/filter.ts";
import { lintRule } from "../lint/lint.ts";
import { PipelineRun, type StartRun } from "../pipeline/run.ts";
import type { Pipeline } from "../pipeline/transformation.ts";
import { NO_HEAD, type SigmaRule } from "../rule.ts";
import { Attributes } from "./attributes.ts";
import { checkAttributes } from "./conventions.ts";
import { parseCorrelation } from "./correlation.ts";
import { parseDetection } from "./detection.ts";
import { readDocuments } from "./documents.ts";
import { parseFilter } from "./filter.ts";

export interface ParseOptions {
  /** Values for `%placeholders%`, by name without the percent signs. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** What each rule goes through before it is compiled. */
  readonly pipelines?: readonly Pipeline[];
  /** Warns of what is sound and probably not meant. */
  readonly lint?: boolean;
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
  const start: StartRun = (rule) => new PipelineRun(options.pipelines ?? [], rule, placeholders);
  const found: Found = { rules: [], correlations: [], filters: [] };
  for (const [index, { contents }] of documents.entries()) {
    if (isMap(contents))
      parseDocument(new Attributes(contents, index, reporter), { start, lint: options.lint === true }, found);
    else reporter.report("document.not_a_map", contents);
  }
  if (documents.length === 0 && reporter.diagnostics.length === 0) reporter.report("document.not_a_map");
  return { ...found, diagnostics: reporter.diagnostics };
}

interface ParseWith {
  readonly start: StartRun;
  readonly lint: boolean;
}

function parseDocument(attributes: Attributes, { start, lint }: ParseWith, found: Found): void {
  const { root, reporter } = attributes;
  if (root.has("action")) {
    reporter.report("document.unsupported", root, "A document with `action` is not part of Sigma 2.");
    return;
  }
  if (root.has("correlation")) {
    const correlation = parseCorrelation(attributes);
    if (correlation !== undefined) found.correlations.push(correlation);
  } else if (root.has("filter")) {
    const filter = parseFilter(attributes, start);
    if (filter !== undefined) found.filters.push(filter);
  } else {
    const rule = parseRule(attributes, { start, lint });
    if (rule !== undefined) found.rules.push(rule);
  }
}

function parseRule(attributes: Attributes, { start, lint }: ParseWith): SigmaRule | undefined {
  const { root, reporter } = attributes;
  checkAttributes(root, reporter, "rule");
  const head = attributes.head();
  const logsource = attributes.logsource();
  const level = attributes.level("medium");
  const node = attributes.node("detection");
  if (!isMap(node)) {
    reporter.report("rule.missing", node ?? root, "The rule has no `detection`.");
    return undefined;
  }
  // What is wrong with the detection is said, whatever else is wrong.
  const run = start({ head: head ?? NO_HEAD, level, logsource: logsource ?? {} });
  const detection = parseDetection(node, reporter, run);
  if (head === undefined || logsource === undefined || detection === undefined || level === "invalid")
    return undefined;
  if (lint) lintRule({ root, logsource, placeholders: run.placeholders }, reporter);
  const names = run.isRenaming ? { namesOf: run.namesOf } : {};
  return { ...head, level, logsource: run.logsource, detection, ...names };
}
