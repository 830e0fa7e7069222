// SPDX-License-Identifier: Apache-2.0
/** The summary for people: matches by rule, host and technique, then what was read and what was wrong with it. */
import { LEVELS, type Level } from "@fengsui/sigma";
import CliTable from "cli-table3";
import { formatBytes, formatCount, formatNumberOf, formatSeconds } from "../format-figures.ts";
import type { LoadedRules } from "../load-rules.ts";
import { renderError } from "../report-error.ts";
import { escapeControls, fit } from "../terminal.ts";
import type { IndicatorList } from "./indicators/list.ts";
import { formatTime } from "./match-record.ts";
import { showLevel, type TableOptions } from "./output/table.ts";
import { profileOf } from "./profile.ts";
import type { ProblemCount, Summary } from "./summary.ts";
import type { Tally } from "./tally.ts";
import type { TimeUnit } from "./timeline.ts";

export interface RunFacts {
  readonly loaded: LoadedRules;
  /** Undefined: none were given. */
  readonly indicators: IndicatorList | undefined;
  readonly seconds: number;
  readonly isInterrupted: boolean;
  /** What each rule was asked and cost was asked for. */
  readonly hasProfile?: boolean | undefined;
  /** Undefined: matches are not told by time. */
  readonly byTime: TimeUnit | "auto" | undefined;
}

const SHOWN_ROWS = 20;
const SHOWN_FILES = 10;
const EXCERPT_COLUMNS = 100;
const CELL_COLUMNS = 60;
/** The columns of the rule table beside the title: level, matches, first and last time, borders and padding. */
const RULE_TABLE_REST = 94;

export function renderSummary(summary: Summary, facts: RunFacts, options: TableOptions): string {
  const parts = [
    ...renderMatches(summary, options),
    ...renderTimeline(summary, facts.byTime),
    ...renderRules(facts),
    ...renderUnreadable(summary),
    ...renderProblems(summary),
    ...renderUnrecognised(summary),
    ...renderCorrelated(summary),
    ...renderUndecided(facts.loaded, summary.figures),
    ...(facts.hasProfile === true ? [renderProfile(facts.loaded, summary.figures)] : []),
    renderTotals(summary, facts),
  ];
  return `\n${parts.join("\n\n")}\n`;
}

function renderMatches(summary: Summary, options: TableOptions): readonly string[] {
  if (summary.matches === 0) return ["No match."];
  const titleColumns = Math.max(20, options.isTerminal ? options.width - RULE_TABLE_REST : CELL_COLUMNS);
  const rules = summary
    .ruleCounts()
    .map(({ rule, matches, first, last }) => [
      showLevel(rule.level, options, 0),
      fit(rule.title, titleColumns),
      formatCount(matches),
      formatTime(first) ?? "-",
      formatTime(last) ?? "-",
    ]);
  return [
    table(["Level", "Rule", "Matches", "First", "Last"], rules, [2]),
    tallyTable("Host", summary.hosts),
    tallyTable("Technique", summary.techniques),
  ];
}

/** All of it: a run of many days is what it is for. */
function renderTimeline({ timeline, matches }: Summary, byTime: RunFacts["byTime"]): readonly string[] {
  if (byTime === undefined || matches === 0) return [];
  const unit = byTime === "auto" ? timeline.unit : byTime;
  const levels: readonly Level[] = LEVELS.toReversed();
  const rows = timeline
    .rows(unit)
    .map(({ from, total, levels: counts }) => [
      from,
      formatCount(total),
      ...levels.map((level) => (counts[level] === 0 ? "" : formatCount(counts[level]))),
    ]);
  const lines = [
    table([unit === "day" ? "Day (UTC)" : "Hour (UTC)", "Matches", ...levels], rows, [1, 2, 3, 4, 5, 6]),
  ];
  if (timeline.untold > 0)
    lines.push(`${formatNumberOf(timeline.untold, "match", "matches")} without a time`);
  return [lines.join("\n")];
}

function table(
  head: string[],
  rows: readonly (readonly string[])[],
  rightAligned: readonly number[],
): string {
  const drawn = new CliTable({
    head,
    colAligns: head.map((_, column) => (rightAligned.includes(column) ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 1, "padding-right": 1, compact: true },
  });
  for (const row of rows) drawn.push([...row]);
  return drawn.toString();
}

function tallyTable(title: string, tally: Tally): string {
  const levels: readonly Level[] = LEVELS.toReversed();
  const rows = tally.rows();
  const shown = rows
    .slice(0, SHOWN_ROWS)
    .map((row) => [
      fit(row.name, CELL_COLUMNS),
      formatCount(row.total),
      ...levels.map((level) => (row.levels[level] === 0 ? "" : formatCount(row.levels[level]))),
    ]);
  const lines = [table([title, "Matches", ...levels], shown, [1, 2, 3, 4, 5, 6])];
  if (rows.length > SHOWN_ROWS) lines.push(`… and ${formatCount(rows.length - SHOWN_ROWS)} more`);
  if (tally.untold > 0)
    lines.push(`${formatNumberOf(tally.untold, "match", "matches")} under names beyond the limit`);
  return lines.join("\n");
}

function renderRules({ loaded, indicators }: RunFacts): readonly string[] {
  const rules = loaded.files.length === 0 && indicators !== undefined ? [] : [renderLoaded(loaded)];
  return indicators === undefined ? rules : [...rules, renderIndicators(indicators)];
}

const MAX_ENTRY = 80;

function renderIndicators(list: IndicatorList): string {
  const { index, kinds, files, notUnderstood, leftOut, examples, refusedWarnings } = list;
  const byKind = [...kinds].map(([kind, count]) => `${kind} ${formatCount(count)}`).join(", ");
  const parts = [`Indicators: ${formatCount(index.size)} from ${formatNumberOf(files.length, "file")}`];
  if (byKind !== "") parts.push(`(${byKind})`);
  const lines = [parts.join(" ")];
  if (leftOut > 0) lines.push(`  ${formatCount(leftOut)} that their makers do not want detected, left out`);
  if (notUnderstood > 0) lines.push(`  ${formatCount(notUnderstood)} not understood, first:`);
  for (const { file, at, text } of examples) lines.push(`    ${escapeControls(`${file}:${at}: ${text}`)}`);
  const [refused] = refusedWarnings;
  if (refused !== undefined) {
    lines.push(
      `  ${formatNumberOf(refusedWarnings.length, "entry", "entries")} of warninglists not understood, first:`,
    );
    lines.push(`    ${escapeControls(`${refused.list}: ${refused.entry.slice(0, MAX_ENTRY)}`)}`);
  }
  return lines.join("\n");
}

function renderLoaded({ files, ruleset, correlations, diagnostics, rejectedFiles }: LoadedRules): string {
  const also = correlations.length === 0 ? "" : ` and ${formatNumberOf(correlations.length, "correlation")}`;
  const line = `Rules: ${formatCount(ruleset.rules.length)}${also} used, from ${formatNumberOf(files.length, "file")}`;
  if (rejectedFiles === 0) return line;
  const reasons = new Map<string, number>();
  for (const { severity, code } of diagnostics) {
    if (severity === "error") reasons.set(code, (reasons.get(code) ?? 0) + 1);
  }
  const counted = [...reasons].map(([code, count]) => `${code} ${formatCount(count)}`).join(", ");
  const rejected = `${formatNumberOf(rejectedFiles, "file")} with rejected rules (${counted})`;
  return `${line}; ${rejected}. \`fengsui rules check\` shows them.`;
}

function renderUnreadable(summary: Summary): readonly string[] {
  if (summary.unreadable.length === 0) return [];
  const shown = summary.unreadable.slice(0, SHOWN_FILES).map((error) => renderError(error).trimEnd());
  const hidden = summary.unreadable.length - shown.length;
  if (hidden > 0)
    shown.push(`… and ${formatNumberOf(hidden, "more file that", "more files that")} could not be read`);
  return [shown.join("\n")];
}

function renderProblems(summary: Summary): readonly string[] {
  if (summary.problems === 0) return [];
  const counts = summary.problemCounts();
  const listed = counts.reduce((sum, { count }) => sum + count, 0);
  const lines = [`Problems in the input: ${formatCount(summary.problems)}`, ...counts.map(renderProblem)];
  if (summary.problems > listed)
    lines.push(`  and ${formatCount(summary.problems - listed)} more, not told apart`);
  return [lines.join("\n")];
}

function renderProblem({ code, count, hint, examples }: ProblemCount): string {
  const lines = [`  ${code}: ${formatCount(count)}`];
  for (const { file, position, message, excerpt } of examples) {
    const place = position === 0 ? file : `${file}:${position}`;
    lines.push(`    ${escapeControls(place)}: ${escapeControls(message)}`);
    if (excerpt !== "") lines.push(`      ${fit(excerpt, EXCERPT_COLUMNS)}`);
  }
  lines.push(`    hint: ${escapeControls(hint)}`);
  return lines.join("\n");
}

function renderUnrecognised({ eventsUnrecognised, unrecognisedPlaces }: Summary): readonly string[] {
  if (eventsUnrecognised === 0) return [];
  const places = unrecognisedPlaces.map(({ file, position }) => escapeControls(`${file}:${position}`));
  return [
    [
      `Log source not recognised: ${formatNumberOf(eventsUnrecognised, "event")}, first at ${places.join(", ")}`,
      "  hint: Rules are written for a log source. Name it with --logsource, such as --logsource product=linux,service=auditd.",
    ].join("\n"),
  ];
}

/** What correlations could not take in; nothing where they took in all. */
function renderCorrelated({ correlated }: Summary): readonly string[] {
  if (correlated === undefined) return [];
  const { withoutTime, ungrouped, late, dropped } = correlated;
  const lines = [
    [withoutTime, "without a time"],
    [ungrouped, "without a value in a field of group-by"],
    [late, "older than what was already worked out"],
    [dropped, "beyond what is kept of a group"],
  ] as const;
  const shown = lines.filter(([count]) => count > 0);
  if (shown.length === 0) return [];
  const told = shown.map(([count, why]) => `  ${formatNumberOf(count, "match", "matches")} ${why}`);
  return [["Left out of correlations:", ...told].join("\n")];
}

/** Rules that an event was too much work for: nobody knows whether they match it. */
function renderUndecided({ ruleset }: LoadedRules, figures: Summary["figures"]): readonly string[] {
  const undecided = profileOf(ruleset, figures).filter((one) => one.figures.undecided > 0);
  if (undecided.length === 0) return [];
  const lines = undecided
    .slice(0, SHOWN_FILES)
    .map(
      ({ rule, figures: { undecided: events } }) =>
        `  ${fit(rule.title, CELL_COLUMNS)}: ${formatNumberOf(events, "event")}`,
    );
  if (undecided.length > SHOWN_FILES)
    lines.push(`  … and ${formatNumberOf(undecided.length - SHOWN_FILES, "more rule")}`);
  return [
    [
      "Not decided, for the work that one event may cost was spent:",
      ...lines,
      "  hint: `fengsui detect --profile` shows what rules cost; a cheaper regular expression, or a literal beside it, helps.",
    ].join("\n"),
  ];
}

function renderProfile({ ruleset }: LoadedRules, figures: Summary["figures"]): string {
  const all = profileOf(ruleset, figures).filter((one) => one.figures.candidates > 0);
  const rows = all
    .slice(0, SHOWN_ROWS)
    .map(({ rule, figures: of }) => [
      fit(rule.title, CELL_COLUMNS),
      formatCount(of.evaluated),
      formatCount(of.candidates),
      formatCount(of.matches),
      formatCount(of.undecided),
      formatCount(of.cost),
    ]);
  const head = ["Dearest rules", "Events", "Tested", "Matches", "Undecided", "Cost"];
  const more =
    all.length > SHOWN_ROWS ? [`… and ${formatCount(all.length - SHOWN_ROWS)} more that were tested`] : [];
  return [table(head, rows, [1, 2, 3, 4, 5]), ...more].join("\n");
}

function renderTotals(summary: Summary, { seconds, isInterrupted }: RunFacts): string {
  const rate = seconds > 0 ? Math.round(summary.events / seconds) : 0;
  const levels = LEVELS.toReversed().filter((level) => summary.levels[level] > 0);
  const byLevel = levels.map((level) => `${level} ${formatCount(summary.levels[level])}`).join(", ");
  const lines = [
    `${formatNumberOf(summary.matches, "match", "matches")}${byLevel === "" ? "" : ` (${byLevel})`}`,
    `${formatNumberOf(summary.events, "event")} read from ${formatNumberOf(summary.files, "file")}, ${formatBytes(summary.bytes)}, in ${formatSeconds(seconds)}, ${formatCount(rate)} events/s`,
  ];
  if (summary.eventsOutOfRange > 0) {
    lines.push(`${formatNumberOf(summary.eventsOutOfRange, "event")} outside --from and --to left out`);
  }
  if (summary.eventsWithoutTime > 0) {
    lines.push(`${formatNumberOf(summary.eventsWithoutTime, "event")} without a time, matched all the same`);
  }
  if (isInterrupted) lines.push("Interrupted: this is what was found until then.");
  return lines.join("\n");
}
