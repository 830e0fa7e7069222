// SPDX-License-Identifier: Apache-2.0
/** "Have we ever seen this, and where": of all events that one may see, those that are gone among them. */
import { SIGHTINGS, VALUE_QUERY, type ValueQuery } from "@fengsui/contract";
import type { EventStore, Sighting } from "../../../platform/events/index.ts";
import {
  defineRoute,
  type RouteDefinition,
  role,
  type SignedIn,
  sessionOf,
} from "../../../platform/http/index.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";
import { observableOf, readObservable } from "../../detection/index.ts";

export interface ObservablesParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

export function observableRoutes(parts: ObservablesParts): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/observables/sightings",
      key: "events:read",
      policy: role("viewer"),
      summary:
        "Whether an address, a domain, a URL, a hash, an account or a file was ever seen, since when and by which sources.",
      query: VALUE_QUERY,
      response: SIGHTINGS,
      handler: async (ctx, { query }) => await sightingsOf(parts, sessionOf(ctx), query),
    }),
  ];
}

async function sightingsOf({ records, events }: ObservablesParts, { person }: SignedIn, query: ValueQuery) {
  const observable = observableOf(query);
  const audienceIds = await records.read(personPrincipal(person), myAudiences);
  const { kind, value } = observable;
  const found = await events.readAs({ kind: "audiences", audienceIds }).sightings({ values: [value] });
  const ofKind = found.filter((one) => readObservable(one).kind === kind);
  const byOrganisation = Map.groupBy(ofKind, ({ organisationId }) => organisationId);
  return { observable, sightings: [...byOrganisation.values()].map(together) };
}

/** An organisation may have seen it in events of several audiences. */
function together(sightings: readonly Sighting[]) {
  const times = (pick: (one: Sighting) => Date) => sightings.map((one) => pick(one).getTime());
  return {
    organisationId: sightings[0]?.organisationId ?? "",
    firstAt: new Date(Math.min(...times(({ first }) => first))).toISOString(),
    lastAt: new Date(Math.max(...times(({ last }) => last))).toISOString(),
    count: sightings.reduce((sum, { count }) => sum + count, 0),
    sourceIds: [...new Set(sightings.flatMap(({ sourceIds }) => sourceIds))],
  };
}
