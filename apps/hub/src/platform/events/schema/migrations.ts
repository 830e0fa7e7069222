// SPDX-License-Identifier: Apache-2.0
/**
 * The tables of the event store, as steps that are never changed after a release. A step has no transaction: each of
 * its statements can be run again after a crash in the middle.
 */
import { CORE_FIELDS } from "../event.ts";

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/**
 * Whatever is acknowledged was fsynced, the directory too; what a merge writes as well, as it replaces what was. A
 * block that is sent again is recognised by its token within the last so many; views do so in their own tables.
 */
export const DURABLE = `fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  non_replicated_deduplication_window = 10000`;

/** What an insert writes is one file, not one for each column: a fifth of the time, and a tenth of the fsyncs. */
const COMPACT = "min_bytes_for_wide_part = 268435456";

/** Few values, again and again. */
const REPEATING = new Set([
  "host.name",
  "user.name",
  "event.code",
  "event.provider",
  "winlog.channel",
  "log.type",
]);

const coreColumns = CORE_FIELDS.map(
  (field) => `\`${field}\` ${REPEATING.has(field) ? "LowCardinality(String)" : "String CODEC(ZSTD(1))"},`,
).join("\n      ");

/**
 * In parts by the day of arrival, not of the event: that is somebody's text, and a batch whose times lie in a hundred
 * days would be refused. So a batch is one part, which is stored wholly or not at all; and old days can be dropped.
 */
const CREATE_EVENTS = `
    CREATE TABLE IF NOT EXISTS events (
      event_id UUID CODEC(ZSTD(1)),
      organisation_id UUID CODEC(ZSTD(1)),
      audience_id Int32 CODEC(ZSTD(1)),
      source_id UUID CODEC(ZSTD(1)),
      \`@timestamp\` DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      \`event.ingested\` DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      ${coreColumns}
      observable_kinds Array(LowCardinality(String)),
      observable_values Array(String) CODEC(ZSTD(1)),
      raw String CODEC(ZSTD(1)),
      INDEX raw_words raw TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(raw))
    ) ENGINE = MergeTree
    PARTITION BY toYYYYMMDD(\`event.ingested\`)
    ORDER BY (\`@timestamp\`, event_id)
    SETTINGS ${DURABLE}, ${COMPACT}`;

const CREATE_OBSERVABLES = `
    CREATE TABLE IF NOT EXISTS observables (
      kind LowCardinality(String),
      value String,
      organisation_id UUID,
      audience_id Int32,
      first SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
      last SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
      count SimpleAggregateFunction(sum, UInt64),
      source_ids SimpleAggregateFunction(groupUniqArrayArray, Array(UUID))
    ) ENGINE = AggregatingMergeTree
    ORDER BY (value, kind, audience_id, organisation_id)
    SETTINGS ${DURABLE}`;

const CREATE_OBSERVABLES_VIEW = `
    CREATE MATERIALIZED VIEW IF NOT EXISTS observables_of_events TO observables AS
    SELECT kind, value, organisation_id, audience_id, min(\`@timestamp\`) AS first, max(\`@timestamp\`) AS last,
      count() AS count, groupUniqArray(source_id) AS source_ids
    FROM events ARRAY JOIN observable_kinds AS kind, observable_values AS value
    GROUP BY kind, value, organisation_id, audience_id`;

/** The same match twice becomes one when parts are merged, and is one at once for who reads with FINAL. */
const CREATE_MATCHES = `
    CREATE TABLE IF NOT EXISTS matches (
      rule_id String,
      rule_version UInt32,
      event_id UUID,
      \`@timestamp\` DateTime64(3, 'UTC'),
      organisation_id UUID,
      audience_id Int32,
      entity String,
      fields String CODEC(ZSTD(1)),
      is_retrospective Bool,
      matched DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(matched)
    ORDER BY (rule_id, \`@timestamp\`, event_id, rule_version)
    SETTINGS ${DURABLE}`;

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: "events, observables and matches",
    statements: [CREATE_EVENTS, CREATE_OBSERVABLES, CREATE_OBSERVABLES_VIEW, CREATE_MATCHES],
  },
];
