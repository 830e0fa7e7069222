// SPDX-License-Identifier: Apache-2.0
/**
 * Who saw what was shared: kept for every answer that holds such a record, before it is given. A process that wrote it
 * down does so again after an hour at the earliest.
 */
import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import {
  type RequestContext,
  type RouteDefinition,
  type SignedIn,
  sessionOf,
} from "../../platform/http/index.ts";
import type { Answer } from "../../platform/http/route.ts";
import {
  type ReadWay,
  type Records,
  type SharedKind,
  systemPrincipal,
  unaudited,
} from "../../platform/records/index.ts";
import { upsertReads } from "./records.ts";

const HOUR_MS = 3_600_000;
/** Forgotten readers are written down once more, which changes nothing. */
const MOST_REMEMBERED = 50_000;
const WRITER = systemPrincipal("sharing.reads");
const WHY = "who read it is itself the record of that";

export class Reads {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #written = new Map<string, number>();

  constructor({ records, clock }: { readonly records: Records; readonly clock: Clock }) {
    this.#records = records;
    this.#clock = clock;
  }

  async note(
    { person }: Pick<SignedIn, "person">,
    kind: SharedKind,
    way: ReadWay,
    ids: readonly string[],
  ): Promise<void> {
    const now = this.#clock.now();
    const keyOf = (id: string) => `${person.id} ${way} ${id}`;
    const due = ids.filter((id) => now.getTime() - (this.#written.get(keyOf(id)) ?? -Infinity) >= HOUR_MS);
    if (due.length === 0) return;
    await this.#records.transaction(WRITER, (tx) =>
      unaudited(tx, WHY, (write) => upsertReads(write, { kind, ids: due, personId: person.id, way, now })),
    );
    if (this.#written.size + due.length > MOST_REMEMBERED) this.#written.clear();
    for (const id of due) this.#written.set(keyOf(id), now.getTime());
  }

  /** These routes, whose answers are kept as read: one record by `:id`, or those of a list under its name. */
  kept(
    kind: SharedKind,
    { list, exports = [] }: { readonly list: string; readonly exports?: readonly string[] },
    routes: readonly RouteDefinition[],
  ): RouteDefinition[] {
    return routes.map((route) => {
      if (route.method !== "GET") return route;
      const way = exports.some((end) => route.path.endsWith(end)) ? "export" : undefined;
      return {
        ...route,
        answer: async (ctx, raw) => {
          const answer = await route.answer(ctx, raw);
          await this.#noteAnswer(ctx, { kind, list, way, id: ONE.safeParse(raw.params).data?.id }, answer);
          return answer;
        },
      };
    });
  }

  async #noteAnswer(
    ctx: RequestContext,
    {
      kind,
      list,
      way,
      id,
    }: {
      readonly kind: SharedKind;
      readonly list: string;
      readonly way: ReadWay | undefined;
      readonly id: string | undefined;
    },
    answer: Answer,
  ): Promise<void> {
    const session = sessionOf(ctx);
    if (id !== undefined) return await this.note(session, kind, way ?? "page", [id.toLowerCase()]);
    if (!("value" in answer)) return;
    const listed = z.record(z.string(), z.unknown()).safeParse(answer.value).data?.[list];
    const own = new Set<string>(session.organisations.map((one) => one.id));
    const others = (LISTED.safeParse(listed).data ?? []).filter(
      ({ organisationId }) => !own.has(organisationId),
    );
    await this.note(
      session,
      kind,
      way ?? "list",
      others.map((one) => one.id),
    );
  }
}

const ONE = z.object({ id: z.uuid() });
const LISTED = z.array(z.object({ id: z.uuid(), organisationId: z.uuid() }));
