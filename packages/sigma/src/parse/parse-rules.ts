// SPDX-License-Identifier: Apache-2.0
/** Text of a rule file to rules and diagnostics. A document that is not sound gives diagnostics and no rule. */
import { type Document, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Diagnostic, Span } from "../diagnostics.ts";
import type { Expression } from "../expression.ts";
import type { Placeholders } from "../modifiers/apply.ts";
import { LEVELS, type Level, type LogSource, type SigmaRule, STATUSES, type Status } from "../rule.ts";
import { checkAttributes, checkLogSource } from "./conventions.ts";
import { parseDetection } from "./detection.ts";
import { readDocuments } from "./documents.ts";
import type { Reporter } from "./reporter.ts";

export interface ParseOptions {
  /** Values for `%placeholders%`, by name without the percent signs. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
}

export interface ParsedRules {
  readonly rules: readonly SigmaRule[];
  readonly diagnostics: readonly Diagnostic[];
}

export function parseRules(text: string, file: string, options: ParseOptions = {}): ParsedRules {
  const { documents, reporter } = readDocuments(text, file);
  const placeholders = new Map(Object.entries(options.placeholders ?? {}));
  const rules: SigmaRule[] = [];
  documents.forEach((document, index) => {
    const rule = parseDocument(document, index, reporter, placeholders);
    if (rule !== undefined) rules.push(rule);
  });
  if (documents.length === 0 && reporter.diagnostics.length === 0) reporter.report("document.not_a_map");
  return { rules, diagnostics: reporter.diagnostics };
}

function parseDocument(
  document: Document.Parsed,
  index: number,
  reporter: Reporter,
  placeholders: Placeholders,
): SigmaRule | undefined {
  const root = document.contents;
  if (!isMap(root)) {
    reporter.report("document.not_a_map", root);
    return undefined;
  }
  const unsupported = ["correlation", "filter", "action"].find((key) => root.has(key));
  if (unsupported !== undefined) {
    reporter.report("document.unsupported", root, `A document with \`${unsupported}\` is not matched yet.`);
    return undefined;
  }
  return new RuleReader(root, index, reporter, placeholders).read();
}

class RuleReader {
  readonly #root: YAMLMap;
  readonly #index: number;
  readonly #reporter: Reporter;
  readonly #placeholders: Placeholders;

  constructor(root: YAMLMap, index: number, reporter: Reporter, placeholders: Placeholders) {
    this.#root = root;
    this.#index = index;
    this.#reporter = reporter;
    this.#placeholders = placeholders;
  }

  read(): SigmaRule | undefined {
    checkAttributes(this.#root, this.#reporter);
    const title = this.#text("title");
    if (title === undefined) this.#reporter.report("rule.missing", this.#root, "The rule has no `title`.");
    const logsource = this.#logsource();
    const detection = this.#detection();
    const level = this.#oneOf("level", LEVELS, "medium");
    const status = this.#oneOf("status", STATUSES, undefined);
    if (
      title === undefined ||
      logsource === undefined ||
      detection === undefined ||
      level === "invalid" ||
      status === "invalid"
    )
      return undefined;
    const tags = this.#texts("tags");
    const id = this.#text("id") ?? `${this.#reporter.file}#${this.#index + 1}`;
    return {
      id,
      title,
      level,
      logsource,
      detection,
      file: this.#reporter.file,
      span: this.#reporter.spanOf(this.#root) ?? START,
      references: this.#texts("references"),
      tags,
      falsepositives: this.#texts("falsepositives"),
      techniques: techniquesOf(tags),
      ...(status === undefined ? {} : { status }),
      ...this.#optionalTexts(),
    };
  }

  #optionalTexts(): Partial<Record<"name" | "description" | "author" | "date" | "modified", string>> {
    const result: Partial<Record<"name" | "description" | "author" | "date" | "modified", string>> = {};
    for (const key of ["name", "description", "author", "date", "modified"] as const) {
      const text = this.#text(key);
      if (text !== undefined) result[key] = text;
    }
    return result;
  }

  #node(key: string): Node | undefined {
    return this.#root.get(key, true);
  }

  #text(key: string): string | undefined {
    const node = this.#node(key);
    if (!isScalar(node) || node.value === null) return undefined;
    return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  }

  #texts(key: string): string[] {
    const node = this.#node(key);
    if (isScalar(node) && typeof node.value === "string") return [node.value];
    if (!isSeq(node)) return [];
    return node.items.flatMap((item) => (isScalar(item) && item.value !== null ? [String(item.value)] : []));
  }

  #oneOf<T extends Level | Status, D extends T | undefined>(
    key: string,
    allowed: readonly T[],
    absent: D,
  ): T | D | "invalid" {
    const text = this.#text(key);
    if (text === undefined) return absent;
    const found = allowed.find((value) => value === text.toLowerCase());
    if (found !== undefined) return found;
    this.#reporter.report(
      "rule.invalid",
      this.#node(key),
      `\`${key}: ${text}\` is not one of ${allowed.join(", ")}.`,
    );
    return "invalid";
  }

  #logsource(): LogSource | undefined {
    const node = this.#node("logsource");
    if (!isMap(node)) {
      this.#reporter.report("rule.missing", node ?? this.#root, "The rule has no `logsource`.");
      return undefined;
    }
    const logsource: { product?: string; category?: string; service?: string } = {};
    for (const key of ["product", "category", "service"] as const) {
      const value = node.get(key, true);
      if (value === undefined || (isScalar(value) && value.value === null)) continue;
      if (!isScalar(value)) {
        this.#reporter.report("rule.invalid", value, `\`${key}\` of the log source must be a text.`);
        return undefined;
      }
      logsource[key] = String(value.value).toLowerCase();
    }
    if (Object.keys(logsource).length === 0) {
      this.#reporter.report("logsource.empty", node);
      return undefined;
    }
    checkLogSource(logsource, node, this.#reporter);
    return logsource;
  }

  #detection(): Expression | undefined {
    const node = this.#node("detection");
    if (isMap(node)) return parseDetection(node, this.#reporter, this.#placeholders);
    this.#reporter.report("rule.missing", node ?? this.#root, "The rule has no `detection`.");
    return undefined;
  }
}

const START: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

function techniquesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);
}
