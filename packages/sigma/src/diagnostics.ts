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
  "file.not_utf8": {
    severity: "error",
    title: "The rule file is not UTF-8 text.",
    hint: "Save the file as UTF-8.",
  },
  "file.too_many_documents": {
    severity: "error",
    title: "The rule file has more documents than a file may have.",
    hint: "Split the file; the documents before this place were read.",
  },
  "file.more_findings": {
    severity: "warning",
    title: "More was found than is listed.",
    hint: "Mend what is listed and check again.",
  },
  "yaml.syntax": {
    severity: "error",
    title: "The file is not valid YAML.",
    hint: "Mend the YAML at the marked place; quoting the value often helps.",
  },
  "yaml.duplicate_key": {
    severity: "error",
    title: "A map has the same key twice.",
    hint: "Merge the two entries into a list, or use a second search identifier.",
  },
  "yaml.too_many_aliases": {
    severity: "error",
    title: "The YAML expands to far more than it says.",
    hint: "Write the values out instead of referring to them.",
  },
  "yaml.too_deep": {
    severity: "error",
    title: "The YAML is nested deeper than a rule may be.",
    hint: "Flatten the rule; a detection is a map of fields to values.",
  },
  "document.not_a_map": {
    severity: "error",
    title: "The document is not a map of rule attributes.",
    hint: "Start the document with `title:`, `logsource:` and `detection:`.",
  },
  "document.unsupported": {
    severity: "warning",
    title: "The document is of a kind that is not part of Sigma 2.",
    hint: "Write the rules out; documents with `action:` are left out, the other rules still work.",
  },
  "rule.missing": {
    severity: "error",
    title: "A mandatory attribute is missing.",
    hint: "Add the attribute; `title`, `logsource` and `detection` are mandatory.",
  },
  "rule.invalid": {
    severity: "error",
    title: "An attribute has a value that is not allowed.",
    hint: "Use one of the values that the Sigma specification lists.",
  },
  "rule.duplicate_id": {
    severity: "warning",
    title: "Another rule has the same id.",
    hint: "Give the copy an id of its own; ids are random UUIDs.",
  },
  "rule.unknown_attribute": {
    severity: "warning",
    title: "An attribute is nearly one of the specification's.",
    hint: "Correct the name; an attribute of another name has no effect.",
  },
  "tag.invalid": {
    severity: "warning",
    title: "A tag is not one that the specification has.",
    hint: "Tags are `namespace.value`, such as `attack.t1059.001`; see the specification's appendix on tags.",
  },
  "logsource.unknown": {
    severity: "warning",
    title: "The log source is not one that Sigma's taxonomy or its public rules name.",
    hint: "Correct the name; if it is your own, the rule runs only on events that are said to be from it.",
  },
  "logsource.empty": {
    severity: "error",
    title: "The log source names no product, category or service.",
    hint: "Name at least one; otherwise the rule would be tried on everything.",
  },
  "detection.empty": {
    severity: "error",
    title: "A search identifier, a map or a list of values is empty.",
    hint: "Add a field and a value, or remove it.",
  },
  "detection.invalid_value": {
    severity: "error",
    title: "A value is of a type that cannot be matched.",
    hint: "Use a text, a number, true, false, null, or a list of these.",
  },
  "detection.no_identifier": {
    severity: "error",
    title: "The detection has no search identifier.",
    hint: "Add one, such as `selection:`, beside `condition:`.",
  },
  "detection.too_large": {
    severity: "error",
    title: "The detection is larger than the engine accepts.",
    hint: "Split the rule into several.",
  },
  "modifier.unknown": {
    severity: "error",
    title: "A field modifier does not exist.",
    hint: "See the Sigma specification's appendix on modifiers for the list.",
  },
  "modifier.not_applicable": {
    severity: "error",
    title: "A modifier does not fit the value.",
    hint: "Check the order of the modifiers and the type of the value.",
  },
  "modifier.too_many_variants": {
    severity: "error",
    title: "A modifier makes too many variants of a value.",
    hint: "Shorten the value, or split it into several values joined by `all`.",
  },
  "regex.invalid": {
    severity: "error",
    title: "A regular expression is not valid.",
    hint: "Only RE2 syntax is accepted: no look-around, no back-references.",
  },
  "regex.too_large": {
    severity: "error",
    title: "A regular expression is too large.",
    hint: "Lower its repeat counts.",
  },
  "regex.too_many": {
    severity: "error",
    title: "The regular expressions of a rule are too large together.",
    hint: "Lower their repeat counts, or split the rule.",
  },
  "cidr.invalid": {
    severity: "error",
    title: "A value is not an IPv4 or IPv6 network.",
    hint: "Write it as address/length, such as 10.0.0.0/8 or fe80::/10.",
  },
  "placeholder.undefined": {
    severity: "error",
    title: "A placeholder has no values.",
    hint: "Define the placeholder's values, or remove the rule.",
  },
  "condition.missing": {
    severity: "error",
    title: "The detection has no condition.",
    hint: "Add `condition: selection`.",
  },
  "condition.syntax": {
    severity: "error",
    title: "The condition cannot be read.",
    hint: "Use names of search identifiers, `and`, `or`, `not`, parentheses, `1 of x*`, `all of x*`.",
  },
  "condition.unknown_identifier": {
    severity: "error",
    title: "The condition names a search identifier that does not exist.",
    hint: "Check the spelling against the detection's keys.",
  },
  "condition.aggregation": {
    severity: "error",
    title: "The condition has a `|` aggregation of the old format.",
    hint: "Rewrite it as a correlation rule.",
  },
  "condition.too_deep": {
    severity: "error",
    title: "The condition is nested too deeply.",
    hint: "Flatten the parentheses.",
  },
  "correlation.condition": {
    severity: "error",
    title: "The condition of a correlation cannot be read.",
    hint: "Compare by gt, gte, lt, lte, eq or neq; temporal ones may join names of rules by and, or, not.",
  },
  "correlation.unknown_rule": {
    severity: "error",
    title: "A correlation names a rule that is not there.",
    hint: "Give the rule's `id` or `name`, and load its file together with the correlation's.",
  },
  "correlation.ambiguous_rule": {
    severity: "error",
    title: "A correlation names a rule by a name that several have.",
    hint: "Give the rule's `id`.",
  },
  "correlation.cycle": {
    severity: "error",
    title: "A correlation refers to itself, by way of others.",
    hint: "Correlations may be chained; a chain begins with rules.",
  },
  "filter.unknown_rule": {
    severity: "warning",
    title: "A filter names a rule that is not there, or that is about another log source.",
    hint: "Check the `id` or `name`, and that the filter's log source is that of the rule.",
  },
  "pipeline.invalid": {
    severity: "error",
    title: "A processing pipeline has something that is not allowed where it stands.",
    hint: "Mend the pipeline file at the marked place; the guide of rules lists what each transformation takes.",
  },
  "pipeline.unknown": {
    severity: "error",
    title: "A processing pipeline names a transformation or condition that does not exist.",
    hint: "Use one of the types that the guide of rules lists.",
  },
  "pipeline.unsupported": {
    severity: "error",
    title: "A transformation belongs to the making of queries.",
    hint: "Remove it; for placeholders, use value_placeholders or wildcard_placeholders.",
  },
  "pipeline.no_effect": {
    severity: "warning",
    title: "A part of a processing pipeline has no effect where rules are evaluated.",
    hint: "Nothing need be done; remove it if it is not used elsewhere.",
  },
  "pipeline.refused": {
    severity: "error",
    title: "A processing pipeline refuses the rule.",
    hint: "Leave the rule or the pipeline out, or change the conditions of the failure in the pipeline.",
  },
  "pipeline.value": {
    severity: "error",
    title: "A processing pipeline cannot change a value as it should.",
    hint: "Limit the transformation by conditions to the fields and values that it is for.",
  },
  "pipeline.nothing_left": {
    severity: "error",
    title: "A processing pipeline drops all of a search identifier.",
    hint: "Limit the transformation by conditions; what the rule would find without it is not known.",
  },
  "condition.unused_identifier": {
    severity: "warning",
    title: "The condition never uses a search identifier.",
    hint: "Use it in the condition or remove it.",
  },
  "lint.too_broad": {
    severity: "warning",
    title: "A selection that suffices alone takes nearly every event.",
    hint: "Name a value; a lone `*` asks only whether the field has one.",
  },
  "lint.short_value": {
    severity: "warning",
    title: "A selection that suffices alone looks for very few characters anywhere.",
    hint: "Look for a longer text, or use `startswith`, `endswith` or the whole value.",
  },
  "lint.only_negative": {
    severity: "warning",
    title: "The rule matches every event of its log source that something is not true of.",
    hint: "Begin the condition with a selection of what is looked for, then `and not`.",
  },
  "lint.condition_constant": {
    severity: "warning",
    title: "The condition does not depend on what is selected.",
    hint: "Look for a search identifier that is both asked for and excluded.",
  },
  "lint.no_effect": {
    severity: "warning",
    title: "A search identifier of the condition does not change what it says.",
    hint: "Remove it, or look for `and` where `or` is meant, and for missing parentheses.",
  },
  "lint.duplicate_value": {
    severity: "warning",
    title: "A value stands in its list twice.",
    hint: "Remove one; case does not count, unless `cased` is given.",
  },
  "lint.subsumed_value": {
    severity: "warning",
    title: "A value matches nothing that another value of its list does not decide.",
    hint: "Remove it, or make the other one longer.",
  },
  "lint.unknown_field": {
    severity: "warning",
    title: "The log source has no such field.",
    hint: "Correct the name; if your own logs have it, a processing pipeline says so better.",
  },
  "lint.escaped_wildcard": {
    severity: "warning",
    title: "A backslash takes the wildcard after it literally.",
    hint: "Write `\\\\*` for a backslash and any text; `\\*` is a star.",
  },
  "lint.regex_backslash": {
    severity: "warning",
    title: "A path in a regular expression has single backslashes.",
    hint: "Double them: `\\W` is any character that is part of no word.",
  },
  "lint.costly_regex": {
    severity: "warning",
    title: "A regular expression may take many steps for each character.",
    hint: "Lower its repeat counts, or put a selection with a literal text beside it.",
  },
  "lint.form": {
    severity: "warning",
    title: "An attribute has not the form that the specification gives it.",
    hint: "See the specification: id is a UUID, date and modified are YYYY-MM-DD.",
  },
} as const satisfies Record<string, Definition>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

/** Lines of a text, for many diagnostics of one file. */
export function linesOf(source: string): readonly string[] {
  return source.split(/\r?\n/);
}

/**
 * Renders one diagnostic for a terminal: place, severity, code, message, the line with a caret, the hint. `source` is
 * the text of the file or its lines, if at hand. Of a long line, the part around the place is shown.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source?: string | readonly string[]): string {
  const { span } = diagnostic;
  const place = span === undefined ? diagnostic.file : `${diagnostic.file}:${span.line}:${span.column}`;
  const lines = [`${place}: ${diagnostic.severity}[${diagnostic.code}]: ${diagnostic.message}`];
  const all = typeof source === "string" ? linesOf(source) : source;
  const line = span === undefined ? undefined : all?.[span.line - 1];
  if (span !== undefined && line !== undefined) {
    const gutter = String(span.line);
    const end = span.endLine === span.line ? Math.max(span.column + 1, span.endColumn) : span.column + 1;
    const { text, from, to } = excerpt(line, span.column - 1, end - 1);
    const before = columnsOf(text.slice(0, from));
    const width = Math.max(1, columnsOf(text.slice(from, to)));
    lines.push(`  ${gutter} | ${text}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${" ".repeat(before)}${"^".repeat(width)}`);
  }
  lines.push(`  hint: ${diagnostic.hint}`);
  return lines.join("\n");
}

/** Code units of a line that are shown, and those of it before the place. */
const MAX_SHOWN = 160;
const SHOWN_BEFORE = 60;

/** The part of a line around a place, with the place in it. */
function excerpt(line: string, from: number, to: number): { text: string; from: number; to: number } {
  if (line.length <= MAX_SHOWN) return { text: line, from, to };
  const start = Math.max(0, Math.min(from - SHOWN_BEFORE, line.length - MAX_SHOWN));
  const end = start + MAX_SHOWN;
  const [head, tail] = [start > 0 ? "…" : "", end < line.length ? "…" : ""];
  const shift = start - head.length;
  const text = `${head}${line.slice(start, end)}${tail}`.toWellFormed();
  return { text, from: from - shift, to: Math.min(to, end) - shift };
}

/** Characters that a terminal draws two columns wide (Unicode TR 11, the common ranges), and those without width. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{Mn}/u;

function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += WIDE.test(char) ? 2 : NO_WIDTH.test(char) ? 0 : 1;
  return columns;
}
