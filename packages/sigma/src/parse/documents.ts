// SPDX-License-Identifier: Apache-2.0
/**
 * Text of a rule file to YAML documents, within limits: a rule file is somebody's input. The parser is driven piece by
 * piece, so that what is too deep or too much is told before it has cost anything.
 */
import { Composer, CST, type Document, Lexer, LineCounter, Parser } from "yaml";
import { Reporter } from "./reporter.ts";
import { settleShape } from "./shape.ts";

/** UTF-16 code units of one rule file. The longest rule of the public collection has 60 thousand. */
export const MAX_RULE_FILE_LENGTH = 1_048_576;
export const MAX_DOCUMENTS = 1_000;
/** Brackets that are open at once, or marks such as `- - -` that follow each other on a line. */
const MAX_MARKS = 64;

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
  const documents: Document.Parsed[] = [];
  try {
    for (const document of compose(text, lines, reporter)) {
      if (document.contents === null && document.errors.length === 0) continue;
      if (documents.length === MAX_DOCUMENTS) {
        reporter.report("file.too_many_documents", document.contents);
        break;
      }
      if (isSound(document, reporter)) documents.push(document);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reporter.report("yaml.too_deep"); // the composer is recursive and has used up the stack
    return { documents: [], reporter };
  }
  return { documents, reporter };
}

/** Keys are compared later: the composer takes the square of their number to do so. */
const OPTIONS = { prettyErrors: false, logLevel: "silent", uniqueKeys: false } as const;

function* compose(text: string, lines: LineCounter, reporter: Reporter): Generator<Document.Parsed> {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ ...OPTIONS, lineCounter: lines });
  const depth = new DepthGauge();
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    if (depth.after(lexeme) > MAX_MARKS) {
      reporter.report("yaml.too_deep", [depth.offset - lexeme.length, depth.offset]);
      return;
    }
    for (const token of parser.next(lexeme)) yield* composer.next(token);
  }
  for (const token of parser.end()) yield* composer.next(token);
  yield* composer.end(false, text.length);
}

/** What the lexer puts between the pieces of the text. */
const CONTROLS: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

class DepthGauge {
  offset = 0;
  #open = 0;
  #onLine = 0;

  after(lexeme: string): number {
    if (CONTROLS.includes(lexeme)) return 0;
    this.offset += lexeme.length;
    switch (CST.tokenType(lexeme)) {
      case "flow-seq-start":
      case "flow-map-start":
        this.#open += 1;
        break;
      case "flow-seq-end":
      case "flow-map-end":
        this.#open = Math.max(0, this.#open - 1);
        break;
      case "seq-item-ind":
      case "explicit-key-ind":
      case "tag":
      case "anchor":
        this.#onLine += 1;
        break;
      case "newline":
        this.#onLine = 0;
        break;
      default:
    }
    return Math.max(this.#open, this.#onLine);
  }
}

function isSound(document: Document.Parsed, reporter: Reporter): boolean {
  for (const { pos, message } of document.errors) reporter.report("yaml.syntax", pos, message);
  return document.errors.length === 0 && settleShape(document, reporter);
}
