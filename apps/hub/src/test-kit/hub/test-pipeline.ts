// SPDX-License-Identifier: Apache-2.0
/** Both stores, real and empty, with an organisation, a source and the way of events between them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Detection } from "../../features/detection/index.ts";
import { type IngestOutcome, type IngestParts, ingestBatch } from "../../features/events/ingest/ingest.ts";
import { splitLines } from "../../features/events/ingest/split.ts";
import type { Clock } from "../../platform/clock.ts";
import { derivedId } from "../../platform/derived-id.ts";
import { type EventStore, openEvents } from "../../platform/events/index.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  ensureAudience,
  type Level,
  type OrganisationId,
  type RuleKind,
} from "../../platform/records/index.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";
import { anOrganisation, asHub, createTestRecords, type TestRecords } from "../records/index.ts";

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 4, 1, 12);

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

export interface TestPipeline extends AsyncDisposable {
  readonly records: TestRecords;
  readonly events: EventStore;
  readonly detection: Detection;
  readonly clock: TestClock;
}

export async function createTestPipeline(): Promise<TestPipeline> {
  await using stack = new AsyncDisposableStack();
  const clock = new TestClock();
  const directory = mkdtempSync(join(tmpdir(), "fengsui-events-"));
  stack.defer(() => rmSync(directory, { recursive: true, force: true }));
  const events = stack.use(await openEvents({ directory }, { clock, logger: silentLogger }));
  const records = stack.use(await createTestRecords({ clock }));
  const owned = stack.move();
  return {
    records,
    events,
    clock,
    detection: new Detection({ records, events }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export interface TestSource {
  readonly id: Id<"source">;
  readonly organisationId: OrganisationId;
}

export async function aSource({ records, clock }: TestPipeline, owner?: OrganisationId): Promise<TestSource> {
  const organisationId = owner ?? (await anOrganisation(records));
  const id = newId<"source">(clock);
  await asHub(records, (write) =>
    write.insertInto("sources").values({ id, organisation_id: organisationId, name: id }).execute(),
  );
  return { id, organisationId };
}

export async function aStoredRule(
  { records, clock }: TestPipeline,
  organisationId: OrganisationId,
  source: string,
  level: Level = "high",
  kind: RuleKind = "detection",
): Promise<Id<"rule">> {
  const id = newId<"rule">(clock);
  await asHub(records, async (write) => {
    const audience_id = await ensureAudience(write, { owner: organisationId, marking: null });
    await write
      .insertInto("rules")
      .values({ id, kind, organisation_id: organisationId, audience_id, key: id, title: "A rule", level })
      .execute();
    await write
      .insertInto("rule_versions")
      .values({
        rule_id: id,
        version: 1,
        organisation_id: organisationId,
        audience_id,
        source,
        sha256: Buffer.alloc(32),
        created_by: null,
      })
      .execute();
  });
  return id;
}

export interface SendOptions {
  readonly idempotencyKey?: string;
  readonly isJsonOnly?: boolean;
}

/** As the shipper of the source would. */
export async function send(
  pipeline: IngestParts,
  source: TestSource,
  lines: readonly unknown[],
  { idempotencyKey, isJsonOnly = true }: SendOptions = {},
): Promise<IngestOutcome> {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  return await ingestBatch(pipeline, {
    source,
    records: splitLines(Buffer.from(text)),
    bodyHash: derivedId([text]),
    idempotencyKey,
    isJsonOnly,
  });
}
