// SPDX-License-Identifier: Apache-2.0
/**
 * Looks through the events that came since the last time for the hosts that they tell of. What is looked at twice
 * changes nothing, so that it can end anywhere and go on from its mark; the ingest knows nothing of it.
 */
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { derivedId } from "../../../platform/derived-id.ts";
import type { EventStore, HostFigures } from "../../../platform/events/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { type Id, parseId } from "../../../platform/ids.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import { tell } from "../../../platform/live/index.ts";
import { type Records, systemPrincipal, unaudited } from "../../../platform/records/index.ts";
import { ALWAYS, claimsOfHost, shortName } from "../identity/identifiers.ts";
import { linkHosts } from "./link.ts";
import * as store from "./records.ts";

export interface LookParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly clock: Clock;
}

const JOB = defineJob({ name: "ledger.look_for_hosts", payload: z.object({}), isAlone: true });
const EVERY_FIVE_MINUTES = "*/5 * * * *";
const LOOKER = systemPrincipal("ledger.look_for_hosts");
const READER = { kind: "system", job: "ledger.look_for_hosts" } as const;
const MARK = "seen_hosts";
const WHY = "what logs tell of is nobody's act";
const PAGE = 2_000;
/** An event has the time at which it was taken, and is there when it is stored: so late at most. */
const OVERLAP_MS = 5 * 60_000;
/** As much as one query looks at, when there is much to catch up with. */
const STEP_MS = 24 * 60 * 60_000;

export function lookingWorker(parts: LookParts): Worker {
  return defineScheduledWorker(JOB, EVERY_FIVE_MINUTES, (_, signal) => lookForHosts(parts, signal));
}

export async function lookForHosts(parts: LookParts, signal: AbortSignal): Promise<void> {
  const { records, events, clock } = parts;
  const now = clock.now();
  const mark = await records.read(LOOKER, (tx) => store.findMark(tx, MARK));
  const begin = mark ?? (await events.readAs(READER).firstComing());
  if (begin === undefined) return;
  let from = new Date(begin.getTime() - OVERLAP_MS);
  // The last step includes what comes in this very millisecond.
  const end = now.getTime() + 1;
  while (from.getTime() < end && !signal.aborted) {
    const to = new Date(Math.min(from.getTime() + STEP_MS, end));
    await lookAt(parts, { from, to }, signal);
    if (signal.aborted) return;
    const reached = new Date(Math.min(to.getTime(), now.getTime()));
    await records.transaction(LOOKER, (tx) =>
      unaudited(tx, WHY, (write) => store.advanceMark(write, MARK, reached)),
    );
    from = to;
  }
}

async function lookAt(
  { records, events }: LookParts,
  span: { readonly from: Date; readonly to: Date },
  signal: AbortSignal,
): Promise<void> {
  let after: HostFigures | undefined;
  do {
    const page: HostFigures[] = await events
      .readAs(READER)
      .hosts({ ...span, limit: PAGE, signal, ...(after !== undefined && { after }) });
    for (const [organisationId, figures] of Map.groupBy(page, (one) => one.organisationId))
      await keep(records, organisationIdOf(organisationId), figures);
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after !== undefined && !signal.aborted);
}

async function keep(
  records: Records,
  organisationId: ReturnType<typeof organisationIdOf>,
  figures: readonly HostFigures[],
): Promise<void> {
  const hosts = hostsOf(organisationId, figures);
  if (hosts.length === 0) return;
  await records.transaction(LOOKER, (tx) =>
    unaudited(tx, WHY, async (write) => {
      const added = await store.upsertHosts(write, hosts);
      await linkHosts(tx, write, organisationId, added);
      const ids = added.map(({ id }) => id);
      if (ids.length > 0) await tell(write, [{ topic: "host_proposal.changed", organisationId, ids }]);
    }),
  );
}

/** One of each name, in one order: two that look at once must not wait for each other's rows. */
function hostsOf(
  organisationId: ReturnType<typeof organisationIdOf>,
  figures: readonly HostFigures[],
): store.NewSeenHost[] {
  const byName = Map.groupBy(figures, ({ host }) => nameOf(host));
  return [...byName]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, same]) => {
      if (claimsOfHost(name, ALWAYS).length === 0) return [];
      return {
        id: derivedId<"seen-host">(["seen host", organisationId, name]),
        organisation_id: organisationId,
        name,
        short_name: shortName(name),
        first_seen_at: new Date(Math.min(...same.map(({ first }) => first.getTime()))),
        last_seen_at: new Date(Math.max(...same.map(({ last }) => last.getTime()))),
        source_ids: [...new Set(same.flatMap(({ sourceIds }) => sourceIds))].flatMap(toSourceId),
      };
    });
}

function toSourceId(text: string): Id<"source">[] {
  return [parseId<"source">(text) ?? []].flat();
}

/** As the rules of names compare them. */
function nameOf(host: string): string {
  return host.trim().toLowerCase().replace(/\.$/, "").replaceAll("\0", "");
}
