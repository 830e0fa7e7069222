// SPDX-License-Identifier: Apache-2.0
/** The attributes that rules, correlations and filters have in common, read from the map of a document. */
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Span } from "../diagnostics.ts";
import { LEVELS, type Level, type LogSource, type RuleHead, STATUSES, type Status } from "../rule.ts";
import { checkLogSource } from "./conventions.ts";
import type { Reporter } from "./reporter.ts";

const OPTIONAL_TEXTS = ["name", "description", "author", "date", "modified"] as const;
const START: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

export class Attributes {
  readonly root: YAMLMap;
  readonly reporter: Reporter;
  readonly #index: number;

  /** `index`: which document of the file it is, from 0. */
  constructor(root: YAMLMap, index: number, reporter: Reporter) {
    this.root = root;
    this.reporter = reporter;
    this.#index = index;
  }

  /** What every kind of document has; undefined after reporting why there is none. */
  head(): RuleHead | undefined {
    const title = this.text("title");
    if (title === undefined) this.reporter.report("rule.missing", this.root, "The rule has no `title`.");
    const status = this.oneOf("status", STATUSES, undefined);
    if (title === undefined || status === "invalid") return undefined;
    const tags = this.texts("tags");
    return {
      id: this.text("id") ?? `${this.reporter.file}#${this.#index + 1}`,
      title,
      file: this.reporter.file,
      span: this.reporter.spanOf(this.root) ?? START,
      references: this.texts("references"),
      tags,
      falsepositives: this.texts("falsepositives"),
      techniques: techniquesOf(tags),
      ...(status === undefined ? {} : { status }),
      ...this.#optionalTexts(),
    };
  }

  #optionalTexts(): Partial<Record<(typeof OPTIONAL_TEXTS)[number], string>> {
    const result: Partial<Record<(typeof OPTIONAL_TEXTS)[number], string>> = {};
    for (const key of OPTIONAL_TEXTS) {
      const text = this.text(key);
      if (text !== undefined) result[key] = text;
    }
    return result;
  }

  node(key: string): Node | undefined {
    return this.root.get(key, true);
  }

  text(key: string): string | undefined {
    const node = this.node(key);
    if (!isScalar(node) || node.value === null) return undefined;
    return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  }

  texts(key: string): string[] {
    return textsOf(this.node(key));
  }

  oneOf<T extends Level | Status, D extends T | undefined>(
    key: string,
    allowed: readonly T[],
    absent: D,
  ): T | D | "invalid" {
    const text = this.text(key);
    if (text === undefined) return absent;
    const found = allowed.find((value) => value === text.toLowerCase());
    if (found !== undefined) return found;
    const message = `\`${key}: ${text}\` is not one of ${allowed.join(", ")}.`;
    this.reporter.report("rule.invalid", this.node(key), message);
    return "invalid";
  }

  level<D extends Level | undefined>(absent: D): Level | D | "invalid" {
    return this.oneOf("level", LEVELS, absent);
  }

  logsource(): LogSource | undefined {
    const node = this.node("logsource");
    if (!isMap(node)) {
      this.reporter.report("rule.missing", node ?? this.root, "The rule has no `logsource`.");
      return undefined;
    }
    const logsource: { product?: string; category?: string; service?: string } = {};
    for (const key of ["product", "category", "service"] as const) {
      const value = node.get(key, true);
      if (value === undefined || (isScalar(value) && value.value === null)) continue;
      if (!isScalar(value)) {
        this.reporter.report("rule.invalid", value, `\`${key}\` of the log source must be a text.`);
        return undefined;
      }
      logsource[key] = String(value.value).toLowerCase();
    }
    if (Object.keys(logsource).length === 0) {
      this.reporter.report("logsource.empty", node);
      return undefined;
    }
    checkLogSource(logsource, node, this.reporter);
    return logsource;
  }
}

/** A text, or a list of them. */
export function textsOf(node: unknown): string[] {
  if (isScalar(node) && typeof node.value === "string") return [node.value];
  if (!isSeq(node)) return [];
  return node.items.flatMap((item) => (isScalar(item) && item.value !== null ? [String(item.value)] : []));
}

function techniquesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);
}
