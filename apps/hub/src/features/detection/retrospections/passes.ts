// SPDX-License-Identifier: Apache-2.0
/**
 * Retrospections for who works on them. Where one is stands in its row, moved in one step with what was counted: a
 * worker that ends at any moment leaves a pass that goes on, and of two that work on one, one stops.
 */
import { FengsuiError } from "@fengsui/contract";
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import { type News, tell } from "../../../platform/live/index.ts";
import {
  announce,
  audited,
  type OrganisationId,
  type Reader,
  type Records,
  type RetrospectionState,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import { loadPassIndicators, type PassIndicators, stretchesOf } from "../indicators/pass-indicators.ts";
import { enabledFilters } from "../rules/records.ts";
import { type CompiledRules, compile } from "../rules/ruleset-cache.ts";
import type { OnUndecided } from "../rules/undecided.ts";
import { type PlanParts, planRetrospections } from "./plan.ts";
import { findRetrospection, type RetrospectionRow } from "./records.ts";

export interface PassPosition {
  readonly id: string;
  readonly time: Date;
}

export interface Pass {
  readonly id: Id<"retrospection">;
  readonly organisationId: OrganisationId;
  readonly receivedSince: Date | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly isBegun: boolean;
  /** It is about new indicators alone: what was never seen need not be looked for. */
  readonly isOfIndicators: boolean;
  /** The last event that was looked at. */
  readonly position: PassPosition | undefined;
}

export interface PassStep {
  readonly position: PassPosition;
  readonly events: number;
  readonly matches: number;
  readonly workedMs: number;
  /** Who looks on is told of it. */
  readonly isTold: boolean;
}

const WORKER = systemPrincipal("retrospections.run");
const WHY_PROGRESS = "how far a pass is, is no one's act";
const MAX_ATTEMPTS = 10;

export interface PassesParts extends PlanParts {
  readonly onUndecided?: OnUndecided;
}

export class Passes {
  readonly #parts: PassesParts;
  readonly #records: Records;

  constructor(parts: PassesParts) {
    this.#parts = parts;
    this.#records = parts.records;
  }

  async plan(): Promise<void> {
    await planRetrospections(this.#parts);
  }

  /** What began goes first, and what failed last. */
  async next(): Promise<Pass | undefined> {
    const row = await this.#records.read(WORKER, (tx) =>
      tx.read
        .selectFrom("retrospections")
        .selectAll()
        .where("state", "in", ["waiting", "running"])
        .where("not_before", "<=", tx.now)
        .orderBy("failed_attempts")
        .orderBy(sql`state = 'running'`, "desc")
        .orderBy("created_at")
        .orderBy("id")
        .limit(1)
        .executeTakeFirst(),
    );
    return row === undefined ? undefined : toPass(row);
  }

  /** Milliseconds until one may begin; undefined where none waits. */
  async untilNext(): Promise<number | undefined> {
    return await this.#records.read(WORKER, async (tx) => {
      const row = await tx.read
        .selectFrom("retrospections")
        .select("not_before")
        .where("state", "=", "waiting")
        .orderBy("not_before")
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : Math.max(0, row.not_before.getTime() - tx.now.getTime());
    });
  }

  /** Nothing joins it from now on. False where somebody paused or cancelled it. */
  async begin({ id }: Pass): Promise<boolean> {
    return await this.#records.transaction(WORKER, (tx) =>
      unaudited(tx, WHY_PROGRESS, async (write) => {
        const started_at = sql<Date>`coalesce(started_at, ${tx.now}::timestamptz)`;
        const { numUpdatedRows } = await write
          .updateTable("retrospections")
          .set({ state: "running", started_at, changed_at: tx.now })
          .where("id", "=", id)
          .where("state", "in", ["waiting", "running"])
          .executeTakeFirst();
        return numUpdatedRows > 0n;
      }),
    );
  }

  async setTotal({ id }: Pass, total: number): Promise<void> {
    await this.#records.transaction(WORKER, (tx) =>
      unaudited(tx, WHY_PROGRESS, (write) =>
        write.updateTable("retrospections").set({ events_total: total }).where("id", "=", id).execute(),
      ),
    );
  }

  /** Changes when a rule of it was switched off, or has a newer version, which is for another pass. */
  async rulesStamp({ id }: Pass): Promise<string> {
    const rows = await this.#records.read(WORKER, (tx) =>
      currentRules(tx.read, id)
        .select(sql<string>`coalesce(md5(string_agg(rules.id::text, ',' order by rules.id)), '')`.as("stamp"))
        .execute(),
    );
    return rows[0]?.stamp ?? "";
  }

  async rules({ id, organisationId }: Pass, earlier?: CompiledRules): Promise<CompiledRules> {
    const rows = await this.#records.read(WORKER, async (tx) => [
      ...(await enabledFilters(tx, organisationId)),
      ...(await currentRules(tx.read, id)
        .innerJoin("rule_versions", (join) =>
          join
            .onRef("rule_versions.rule_id", "=", "rules.id")
            .onRef("rule_versions.version", "=", "rules.version"),
        )
        .leftJoin("indicator_lists", "indicator_lists.rule_id", "rules.id")
        .select([
          "rules.id",
          "rules.kind",
          "rules.title",
          "rules.level",
          "indicator_lists.number as listNumber",
          "rules.version",
          "rules.key",
          "rule_versions.source",
          "rule_versions.group_by as groupBy",
        ])
        .orderBy("rules.id")
        .execute()),
    ]);
    return await compile(rows, earlier, this.#parts.onUndecided);
  }

  async indicators({ id }: Pass): Promise<PassIndicators> {
    const stretches = await this.#records.read(WORKER, (tx) => stretchesOf(tx, id));
    return await loadPassIndicators(this.#records, stretches);
  }

  /** False where it was paused or cancelled, or another worker was quicker. */
  async advance(pass: Pass, step: PassStep): Promise<boolean> {
    return await this.#records.transaction(WORKER, (tx) =>
      unaudited(tx, WHY_PROGRESS, async (write) => {
        const { position } = pass;
        const { numUpdatedRows } = await write
          .updateTable("retrospections")
          .set({
            position_at: step.position.time,
            position_id: step.position.id,
            events_seen: sql<number>`events_seen + ${step.events}`,
            match_count: sql<number>`match_count + ${step.matches}`,
            worked_ms: sql<number>`worked_ms + ${Math.round(step.workedMs)}`,
            ...(step.matches > 0 && { alert_count: ALERTS_OF_IT }),
            failed_attempts: 0,
            failure: null,
            changed_at: tx.now,
          })
          .where("id", "=", pass.id)
          .where("state", "=", "running")
          .where("position_at", "is not distinct from", position?.time ?? null)
          .where("position_id", "is not distinct from", position?.id ?? null)
          .executeTakeFirst();
        if (numUpdatedRows > 0n && step.isTold) await tell(write, [newsOf(pass)]);
        return numUpdatedRows > 0n;
      }),
    );
  }

  async finish(pass: Pass): Promise<void> {
    const subject = { kind: "retrospection", id: pass.id };
    const entry = { action: "retrospection.finish", subject, organisationId: pass.organisationId };
    await this.#records.transaction(WORKER, async (tx) => {
      const row = await findRetrospection(tx, pass.id);
      if (row?.state !== "running") return;
      await audited(tx, entry, async (write) => {
        await write
          .updateTable("retrospections")
          .set({
            state: "done",
            events_total: sql<number>`events_seen`,
            alert_count: ALERTS_OF_IT,
            failure: null,
            finished_at: tx.now,
            changed_at: tx.now,
          })
          .where("id", "=", pass.id)
          .execute();
        await tell(write, [newsOf(pass)]);
        await announce(write, { topic: "retrospection.done", payload: { retrospectionId: pass.id } });
      });
    });
  }

  /** It is tried again, but not for ever. */
  async fail(pass: Pass, error: unknown): Promise<void> {
    const failure = error instanceof FengsuiError ? error.code : "internal.error";
    await this.#records.transaction(WORKER, (tx) =>
      unaudited(tx, WHY_PROGRESS, async (write) => {
        const attempt = isPassing(error) ? 0 : 1;
        const isLast = sql<boolean>`failed_attempts + ${attempt}::int >= ${MAX_ATTEMPTS}::int`;
        await write
          .updateTable("retrospections")
          .set({
            failure,
            failed_attempts: sql<number>`failed_attempts + ${attempt}::int`,
            state: sql<RetrospectionState>`case when ${isLast} then 'failed' else state end`,
            finished_at: sql<Date | null>`case when ${isLast} then ${tx.now}::timestamptz end`,
            changed_at: tx.now,
          })
          .where("id", "=", pass.id)
          .where("state", "in", ["waiting", "running"])
          .execute();
        await tell(write, [newsOf(pass)]);
      }),
    );
  }
}

const PASSING: readonly number[] = [503, 507];

/** A store that is down or full comes back: that is waited for as long as it takes. */
function isPassing(error: unknown): boolean {
  return error instanceof FengsuiError && PASSING.includes(error.status);
}

/** Those that somebody hears of. */
const ALERTS_OF_IT = sql<number>`(select count(*) from alerts
  where alerts.retrospection_id = retrospections.id and alerts.suppression_id is null)`;

/** In the version that the pass is about, and on. */
function currentRules(read: Reader, id: Id<"retrospection">) {
  return read
    .selectFrom("retrospection_rules")
    .innerJoin("rules", (join) =>
      join
        .onRef("rules.id", "=", "retrospection_rules.rule_id")
        .onRef("rules.version", "=", "retrospection_rules.rule_version"),
    )
    .where("retrospection_rules.retrospection_id", "=", id)
    .where("rules.is_enabled", "=", true);
}

function newsOf({ id, organisationId }: Pass): News {
  return { topic: "retrospection.changed", organisationId, ids: [id] };
}

function toPass(row: RetrospectionRow): Pass {
  const { position_at: time, position_id: id } = row;
  return {
    id: row.id,
    organisationId: row.organisation_id,
    receivedSince: row.received_since,
    from: row.from_at,
    to: row.to_at,
    isBegun: row.started_at !== null,
    isOfIndicators: row.cause === "indicators_changed",
    position: time === null || id === null ? undefined : { time, id },
  };
}
