// SPDX-License-Identifier: Apache-2.0
/** The summary for programs: one JSON object (`--summary-only --format json`). */

import { formatTime } from "./match-record.ts";
import { toSafeJson } from "./output/json.ts";
import { profileOf } from "./profile.ts";
import type { Summary } from "./summary.ts";
import type { RunFacts } from "./summary-text.ts";
import type { Timeline, TimeUnit } from "./timeline.ts";

export function renderSummaryJson(
  summary: Summary,
  { loaded, seconds, isInterrupted, hasProfile, indicators, byTime }: RunFacts,
): string {
  const rejected = loaded.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const object = {
    interrupted: isInterrupted,
    matches: summary.matches,
    levels: summary.levels,
    rules: summary.ruleCounts().map(({ rule, matches, first, last }) => ({
      id: rule.id,
      title: rule.title,
      level: rule.level,
      file: rule.file,
      techniques: rule.techniques,
      matches,
      first: formatTime(first) ?? null,
      last: formatTime(last) ?? null,
    })),
    hosts: summary.hosts.rows(),
    techniques: summary.techniques.rows(),
    ...(byTime === undefined ? {} : { times: timesOf(summary.timeline, byTime) }),
    input: {
      files: summary.files,
      bytes: summary.bytes,
      events: summary.events,
      seconds,
      events_out_of_range: summary.eventsOutOfRange,
      events_without_time: summary.eventsWithoutTime,
      events_unrecognised: summary.eventsUnrecognised,
      unrecognised_examples: summary.unrecognisedPlaces,
      unreadable: summary.unreadable.map(({ code, detail }) => ({ code, detail })),
      problems: summary.problems,
      problem_codes: summary.problemCounts(),
    },
    undecided: profileOf(loaded.ruleset, summary.figures)
      .filter(({ figures }) => figures.undecided > 0)
      .map(({ rule: { id, title }, figures: { undecided } }) => ({ id, title, events: undecided })),
    ...(hasProfile === true && {
      profile: profileOf(loaded.ruleset, summary.figures).map(({ rule: { id, title, file }, figures }) => ({
        id,
        title,
        file,
        ...figures,
      })),
    }),
    left_out_of_correlations: summary.correlated ?? null,
    indicators:
      indicators === undefined
        ? null
        : {
            files: indicators.files,
            read: indicators.index.size,
            kinds: Object.fromEntries(indicators.kinds),
            left_out: indicators.leftOut,
            not_understood: indicators.notUnderstood,
            not_understood_examples: indicators.examples,
            warninglist_entries_not_understood: indicators.refusedWarnings.length,
          },
    ruleset: {
      files: loaded.files.length,
      rules: loaded.ruleset.rules.length,
      correlations: loaded.correlations.length,
      rejected_files: loaded.rejectedFiles,
      errors: rejected.map(({ code, file, message }) => ({ code, file, message })),
    },
  };
  return `${toSafeJson(object, 2)}\n`;
}

function timesOf(timeline: Timeline, byTime: TimeUnit | "auto"): object {
  const unit = byTime === "auto" ? timeline.unit : byTime;
  return { unit, rows: timeline.rows(unit), without_time: timeline.untold };
}
