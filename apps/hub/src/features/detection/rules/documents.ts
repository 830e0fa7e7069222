// SPDX-License-Identifier: Apache-2.0
/** Rule files to rules that can be kept: each document of a file by itself, with what is wrong with it. Pure. */
import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { type Diagnostic, type Level, type ParsedRules, parseRules } from "@fengsui/sigma";
import { toKeepable } from "../../../platform/keepable-text.ts";
import type { RuleKind } from "../../../platform/records/index.ts";

export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

export interface RuleDocument {
  readonly kind: RuleKind;
  /** The rule's own id; where it has none, its file and place. */
  readonly key: string;
  readonly title: string;
  readonly level: Level;
  /** Of ATT&CK. */
  readonly techniques: readonly string[];
  readonly source: string;
  readonly sha256: Buffer;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document that is no rule that can be used. */
export interface Refusal {
  readonly file: string;
  /** What its rule would be known by, as far as that can be told. */
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadRules {
  readonly documents: readonly RuleDocument[];
  readonly diagnostics: readonly Diagnostic[];
  readonly refusals: readonly Refusal[];
}

/** Parsing is work without pause: between so many files, others get their turn. */
const CHUNK = 50;
const MAX_KEY = 500;
const MAX_TITLE = 1000;
const MAX_TECHNIQUES = 500;
/** A mark at the beginning of a line parts documents, whatever stands around it (YAML 1.2, section 9.1.2). */
const DOCUMENT_MARK = /^---(?=\s|$)/m;

const ID = /^id:\s*["']?([\w.-]+)/m;

export async function readRules(files: readonly RuleFile[]): Promise<ReadRules> {
  const documents = new Map<string, RuleDocument>();
  const diagnostics: Diagnostic[] = [];
  const refusals = new Map<string, Refusal>();
  for (const [index, { name, text }] of files.entries()) {
    if (index % CHUNK === 0) await breathe();
    for (const [source, file] of documentsOf(name, text)) {
      const parsed = parseRules(source, file, { lint: true });
      const findings = parsed.diagnostics.map(keepable);
      diagnostics.push(...findings);
      const rule = ruleOf(parsed);
      if (rule === undefined) {
        refusals.set(file, { file, key: ID.exec(source)?.[1] ?? file, diagnostics: findings });
        continue;
      }
      const hasOwn = rule.id !== "" && rule.id !== `${file}#1`;
      const key = (hasOwn ? rule.id : file).slice(0, MAX_KEY);
      documents.set(key, {
        kind: rule.kind,
        key,
        title: rule.title.slice(0, MAX_TITLE),
        level: rule.level,
        techniques: [...new Set(rule.techniques)].slice(0, MAX_TECHNIQUES),
        source,
        sha256: createHash("sha256").update(source).digest(),
        diagnostics: findings,
      });
    }
  }
  return { documents: [...documents.values()], diagnostics, refusals: [...refusals.values()] };
}

/** It quotes what the rule says, which may be half a character. */
function keepable(diagnostic: Diagnostic): Diagnostic {
  const { message, hint } = diagnostic;
  return { ...diagnostic, message: toKeepable(message), hint: toKeepable(hint) };
}

interface Head {
  readonly kind: RuleKind;
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly techniques: readonly string[];
}

/** A document is one thing. What a correlation without a level comes to is known when its rules are. */
function ruleOf({
  rules: [rule],
  correlations: [correlation],
  filters: [filter],
}: ParsedRules): Head | undefined {
  if (rule !== undefined) return { ...rule, kind: "detection" };
  if (correlation !== undefined)
    return { ...correlation, kind: "correlation", level: correlation.level ?? "medium" };
  return filter === undefined ? undefined : { ...filter, kind: "filter", level: "informational" };
}

function documentsOf(name: string, text: string): (readonly [source: string, file: string])[] {
  const parts = text.split(DOCUMENT_MARK).filter((part) => part.trim() !== "");
  const [only] = parts;
  if (parts.length <= 1) return [[only ?? text, name]];
  return parts.map((part, index) => [part, `${name}#${index + 1}`] as const);
}
