// SPDX-License-Identifier: Apache-2.0
/** Matches as NDJSON: one whole object a line. */
import {
  type Correlated,
  formatTime,
  type MatchFormat,
  type MatchRecord,
  type MetIndicator,
} from "../match-record.ts";

/** What JSON.stringify leaves raw and a terminal may obey: the data stays the same for a parser. */
const UNSAFE_IN_JSON = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function toSafeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE_IN_JSON, (character) => {
    if (character === "\n") return character; // only our own indentation: within strings it is escaped already
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

export function jsonFormat(): MatchFormat {
  return { header: "", format: (record) => `${toSafeJson(toObject(record))}\n` };
}

function toObject(record: MatchRecord): object {
  const { rule } = record;
  return {
    time: formatTime(record.time) ?? null,
    level: rule.level,
    rule: { id: rule.id, title: rule.title, file: rule.file },
    tags: rule.tags,
    techniques: rule.techniques,
    host: record.host ?? null,
    logsource: record.logsource ?? null,
    fields: record.fields.map(({ field, value }) => ({ field, value })),
    source: { file: record.file, position: record.position },
    event: record.event ?? null,
    ...(record.indicator === undefined ? {} : { indicator: toIndicator(record.indicator) }),
    ...(record.correlated === undefined ? {} : { correlation: toCorrelation(record.correlated) }),
  };
}

function toIndicator({ kind, value, file, at, field, observable, warninglists }: MetIndicator): object {
  return { kind, value, source: { file, at }, field, observable, warninglists };
}

function toCorrelation({ from, count, measure, occurrences }: Correlated): object {
  return {
    from: formatTime(from) ?? null,
    count,
    measure,
    occurrences: occurrences.map(({ time, rule, file, position }) => ({
      time: formatTime(time) ?? null,
      rule,
      source: { file, position },
    })),
  };
}
