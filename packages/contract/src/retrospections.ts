// SPDX-License-Identifier: Apache-2.0
/** Retrospections on the wire: passes of rules over events that are stored, with their progress. */
import { z } from "zod";

const time = z.iso.datetime();

export const RETROSPECTION_STATES = ["waiting", "running", "paused", "done", "cancelled", "failed"] as const;
export const RETROSPECTION_CAUSES = ["rules_changed", "indicators_changed", "asked"] as const;

export const RETROSPECTION = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  state: z.enum(RETROSPECTION_STATES),
  /** Rules were new, changed or switched on; or somebody asked for it. */
  cause: z.enum(RETROSPECTION_CAUSES),
  ruleCount: z.int(),
  /** Only events that came since then; of all times where it is null. */
  receivedSince: time.nullable(),
  /** Only events of this time; `to` is not included. */
  from: time.nullable(),
  to: time.nullable(),
  /** Events to look at; null until they are counted. */
  eventsTotal: z.int().nullable(),
  eventsSeen: z.int(),
  matchCount: z.int(),
  /** Alerts that were not there before. */
  alertCount: z.int(),
  /** While it ran; null before there is a figure. */
  eventsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** The code of the error that stopped it, or the last one that it goes on after. */
  failure: z.string().nullable(),
  /** Nobody, where it came by itself. */
  requestedBy: z.uuid().nullable(),
  createdAt: time,
  /** It does not begin before: what comes until then joins it. */
  notBefore: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  changedAt: time,
});
export type Retrospection = z.infer<typeof RETROSPECTION>;
export const RETROSPECTIONS = z.object({
  retrospections: z.array(RETROSPECTION),
  next: z.string().nullable(),
});
export const RETROSPECTION_QUERY = z.object({
  organisationId: z.uuid().optional(),
  state: z.enum(RETROSPECTION_STATES).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RetrospectionQuery = z.infer<typeof RETROSPECTION_QUERY>;
export const RETROSPECTION_DETAIL = z.object({
  retrospection: RETROSPECTION,
  /** At most a thousand of them, by title; `ruleCount` counts all. */
  rules: z.array(z.object({ ruleId: z.uuid(), version: z.int(), title: z.string() })),
});

export const MAX_RETROSPECTION_RULES = 5000;
export const NEW_RETROSPECTION = z
  .object({
    organisationId: z.uuid(),
    /** Rules that are on. */
    ruleIds: z.array(z.uuid()).min(1).max(MAX_RETROSPECTION_RULES),
    from: time.nullable().default(null),
    to: time.nullable().default(null),
  })
  .refine(({ from, to }) => from === null || to === null || new Date(from) < new Date(to), {
    error: "from: is not before to",
  });
export type NewRetrospection = z.output<typeof NEW_RETROSPECTION>;
