// SPDX-License-Identifier: Apache-2.0
/** Collects the diagnostics of one file and turns places in its YAML tree into lines and columns. */
import type { LineCounter, Node } from "yaml";
import { DIAGNOSTICS, type Diagnostic, type DiagnosticCode, type Span } from "../diagnostics.ts";

/** Findings of one severity that are listed of one file; the rest is counted. */
export const MAX_FINDINGS = 100;
const MAX_MESSAGE_LENGTH = 300;

export class Reporter {
  readonly file: string;
  readonly #listed: Diagnostic[] = [];
  readonly #counts = { error: 0, warning: 0 };
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
    this.#counts[severity] += 1;
    if (this.#counts[severity] > MAX_FINDINGS) return;
    const span = this.spanOf(place);
    this.#listed.push({
      code,
      severity,
      message: shorten(message ?? title),
      hint,
      file: this.file,
      ...(span === undefined ? {} : { span }),
    });
  }

  /** Everything that was reported; of very much, the first, and how much more there is. */
  get diagnostics(): readonly Diagnostic[] {
    const more = this.#counts.error + this.#counts.warning - this.#listed.length;
    if (more === 0) return this.#listed;
    const { severity, hint } = DIAGNOSTICS["file.more_findings"];
    const message = `${more} more ${more === 1 ? "finding is" : "findings are"} not listed.`;
    return [...this.#listed, { code: "file.more_findings", severity, message, hint, file: this.file }];
  }

  spanOf(place: Node | null | undefined | readonly [number, number]): Span | undefined {
    const range = isOffsets(place) ? place : place?.range;
    if (range === undefined || range === null) return undefined;
    const start = this.#lines.linePos(range[0]);
    const end = this.#lines.linePos(Math.max(range[0] + 1, range[1]));
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  }
}

/** A message may quote the file. */
function shorten(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  const half = MAX_MESSAGE_LENGTH / 2;
  return `${message.slice(0, half)} … ${message.slice(-half)}`.toWellFormed();
}

function isOffsets(
  place: Node | null | undefined | readonly [number, number],
): place is readonly [number, number] {
  return Array.isArray(place);
}
