// SPDX-License-Identifier: Apache-2.0
/** Collects the diagnostics of one file and turns places in its YAML tree into lines and columns. */
import type { LineCounter, Node } from "yaml";
import { DIAGNOSTICS, type Diagnostic, type DiagnosticCode, type Span } from "../diagnostics.ts";

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly file: string;
  readonly #text: string;
  readonly #lines: LineCounter;

  constructor(file: string, text: string, lines: LineCounter) {
    this.file = file;
    this.#text = text;
    this.#lines = lines;
  }

  /**
   * Offsets of the last of some words that stand in this order in a scalar. The scalar may be quoted, escaped or span
   * lines; a word that is not found as it is (it has an escape) is passed over.
   */
  locateTokens(scalar: Node, tokens: readonly string[]): readonly [number, number] {
    const [start = 0, end = start] = scalar.range ?? [];
    let place: readonly [number, number] = [start, end];
    let from = start;
    for (const token of tokens) {
      const at = this.#text.indexOf(token, from);
      if (at < 0 || at >= end) continue;
      from = at + token.length;
      place = [at, from];
    }
    return place;
  }

  /** Reports `code` at `place`: a node, or a range of offsets in the text. `message` defaults to the code's title. */
  report(code: DiagnosticCode, place?: Node | null | readonly [number, number], message?: string): void {
    const { severity, title, hint } = DIAGNOSTICS[code];
    const span = this.spanOf(place);
    this.diagnostics.push({
      code,
      severity,
      message: message ?? title,
      hint,
      file: this.file,
      ...(span === undefined ? {} : { span }),
    });
  }

  spanOf(place: Node | null | undefined | readonly [number, number]): Span | undefined {
    const range = isOffsets(place) ? place : place?.range;
    if (range === undefined || range === null) return undefined;
    const start = this.#lines.linePos(range[0]);
    const end = this.#lines.linePos(Math.max(range[0] + 1, range[1]));
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  }
}

function isOffsets(
  place: Node | null | undefined | readonly [number, number],
): place is readonly [number, number] {
  return Array.isArray(place);
}
