// SPDX-License-Identifier: Apache-2.0
/** Text of a rule file to YAML documents, within limits: a rule file is somebody's input. */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from "yaml";
import { Reporter } from "./reporter.ts";

/** UTF-16 code units of one rule file. The longest rule of the public collection has 60 thousand. */
export const MAX_RULE_FILE_LENGTH = 1_048_576;
const MAX_DEPTH = 32;

export interface RuleDocuments {
  readonly documents: readonly Document.Parsed[];
  readonly reporter: Reporter;
}

export function readDocuments(text: string, file: string): RuleDocuments {
  const lines = new LineCounter();
  const reporter = new Reporter(file, text, lines);
  if (text.length > MAX_RULE_FILE_LENGTH) {
    reporter.report(
      "file.too_large",
      undefined,
      `The file has more than ${MAX_RULE_FILE_LENGTH} characters.`,
    );
    return { documents: [], reporter };
  }
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
    const documents = (Array.isArray(parsed) ? parsed : []).filter((document) => document.contents !== null);
    return { documents: documents.filter((document) => isSound(document, reporter)), reporter };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reporter.report("yaml.too_deep"); // the YAML parser is recursive and has used up the stack
    return { documents: [], reporter };
  }
}

function isSound(document: Document.Parsed, reporter: Reporter): boolean {
  for (const error of document.errors) {
    const code = error.code === "DUPLICATE_KEY" ? "yaml.duplicate_key" : "yaml.syntax";
    reporter.report(code, error.pos, error.message);
  }
  if (document.errors.length > 0) return false;
  return hasAllowedShape(document.contents, reporter, 0);
}

/** Aliases are refused outright: no rule needs them, and they are how a small file becomes a huge one. */
function hasAllowedShape(node: unknown, reporter: Reporter, depth: number): boolean {
  if (isAlias(node)) {
    reporter.report("yaml.too_many_aliases", node);
    return false;
  }
  if (!isMap(node) && !isSeq(node)) return true;
  if (depth > MAX_DEPTH) {
    reporter.report("yaml.too_deep", node as Node);
    return false;
  }
  return node.items.every((item) =>
    isPair(item)
      ? hasAllowedShape(item.key, reporter, depth + 1) && hasAllowedShape(item.value, reporter, depth + 1)
      : hasAllowedShape(item, reporter, depth + 1),
  );
}
