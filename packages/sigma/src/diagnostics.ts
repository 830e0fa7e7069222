// SPDX-License-Identifier: Apache-2.0
/**
 * Diagnostics: what is wrong with a rule, as values. A rule file is somebody's input, so nothing about it is an
 * exception: every finding has a stable code, a place in the file, a sentence, and a way to mend it.
 */

/** A place in a rule file. Lines and columns count from 1; columns are UTF-16 code units. */
export interface Span {
  readonly line: number;
  readonly column: number;
  /** Exclusive end, on the same or a later line. */
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = "error" | "warning";

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly file: string;
  readonly span?: Span;
}

interface Definition {
  readonly severity: Severity;
  readonly title: string;
  readonly hint: string;
}

/** The catalogue. A code is part of the API: it is never reused and never changes its meaning. */
export const DIAGNOSTICS = {
  "file.too_large": {
    severity: "error",
    title: "The rule file is larger than a rule may be.",
    hint: "Split the file, or check that it is a Sigma rule at all.",
  },
  "yaml.syntax": {
    severity: "error",
    title: "The file is not valid YAML.",
    hint: "Mend the YAML at the marked place; quoting the value usually helps.",
  },
} as const satisfies Record<string, Definition>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

/**
 * Renders one diagnostic for a terminal: place, severity, code, message, the line with a caret, the hint.
 * `source` is the text of the file, if at hand.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source?: string): string {
  const { span } = diagnostic;
  const place = span === undefined ? diagnostic.file : `${diagnostic.file}:${span.line}:${span.column}`;
  const lines = [`${place}: ${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`];
  const text = span === undefined ? undefined : source?.split(/\r?\n/)[span.line - 1];
  if (span !== undefined && text !== undefined) {
    const gutter = String(span.line);
    const width = span.endLine === span.line ? Math.max(1, span.endColumn - span.column) : 1;
    lines.push(`  ${gutter} | ${text}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${" ".repeat(span.column - 1)}${"^".repeat(width)}`);
  }
  lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join("\n");
}
