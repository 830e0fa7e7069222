// SPDX-License-Identifier: Apache-2.0
/** Orders on the wire: a measure, by when, and the proof that it was taken. */
import { z } from "zod";
import { ALERT_LEVELS } from "./detection.ts";

const time = z.iso.datetime();
const givenTime = z.iso.datetime({ offset: true });
const level = z.enum(ALERT_LEVELS);
const text = z.string().trim().min(1).max(20_000);

export const ORDER_STATES = [
  "issued",
  "acknowledged",
  "answered",
  "under_review",
  "closed",
  "refused",
  "withdrawn",
] as const;

const name = z.string().trim().min(1).max(500);
/** What must be gone: alerts of these rules on these hosts. */
const CONDITION_FIELDS = {
  /** The ids in the rules themselves, so that the same rule of another organisation counts. */
  ruleKeys: z.array(name).min(1).max(100),
  hosts: z.array(name).min(1).max(500),
  /** Whose alerts and logs are looked at. The ordered organisation has to agree to a look at its own. */
  in: z.enum(["issuer", "ordered"]),
  /** For so long it must have been gone. */
  observeHours: z.int().min(1).max(2160),
  /** A source that was silent for longer makes it inconclusive. */
  silenceMinutes: z.int().min(5).max(10_080),
};
export const ORDER_CONDITION = z.object(CONDITION_FIELDS);
export type OrderCondition = z.infer<typeof ORDER_CONDITION>;
export const NEW_ORDER_CONDITION = z.object({
  ...CONDITION_FIELDS,
  in: CONDITION_FIELDS.in.default("issuer"),
  observeHours: CONDITION_FIELDS.observeHours.default(24),
  silenceMinutes: CONDITION_FIELDS.silenceMinutes.default(60),
});

export const ORDER = z.object({
  id: z.uuid(),
  /** Who ordered it. */
  organisationId: z.uuid(),
  /** Who is to do it. */
  orderedId: z.uuid(),
  /** What both sides call it, such as `2026-K7QF2M`. */
  reference: z.string(),
  marking: z.enum(["amber", "amber+strict"]),
  title: z.string(),
  measure: z.string(),
  reason: z.string(),
  severity: level,
  state: z.enum(ORDER_STATES),
  /** How often it was opened: 1, and more each time that it was reopened. */
  round: z.int(),
  deadline: time,
  timeZone: z.string(),
  /** The deadline has passed, and it is for the ordered organisation to act. */
  isOverdue: z.boolean(),
  condition: ORDER_CONDITION.nullable(),
  /** The ordered organisation agrees to a look at its own alerts and logs. */
  agreesToCheck: z.boolean(),
  /** The case behind it, for those who may see that. */
  caseId: z.uuid().nullable(),
  issuedBy: z.uuid(),
  issuedAt: time,
  acknowledgedAt: time.nullable(),
  closedAt: time.nullable(),
  nextCheckAt: time.nullable(),
  changedAt: time,
  version: z.int(),
});
export type Order = z.infer<typeof ORDER>;
export const ORDERS = z.object({ orders: z.array(ORDER), next: z.string().nullable() });

export const ORDER_QUERY = z.object({
  /** Issued or received by this organisation; with `direction`, one of the two. */
  organisationId: z.uuid().optional(),
  direction: z.enum(["issued", "received"]).optional(),
  state: z.union([z.enum(ORDER_STATES), z.array(z.enum(ORDER_STATES))]).optional(),
  severity: z.union([level, z.array(level)]).optional(),
  isOverdue: z.stringbool().optional(),
  dueBefore: givenTime.optional(),
  issuedBefore: givenTime.optional(),
  caseId: z.uuid().optional(),
  /** Of a case with alerts about this system, or with a condition on one of its hosts. */
  systemId: z.uuid().optional(),
  /** Words of the title, or a reference. */
  text: z.string().max(200).optional(),
  /** By the deadline, the nearest first, or by the last change, the newest first. */
  sort: z.enum(["deadline", "changed"]).default("deadline"),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type OrderQuery = z.output<typeof ORDER_QUERY>;

/** A moment, or the end of a day in the time zone. */
const DEADLINE = z.union([z.object({ at: givenTime }), z.object({ date: z.iso.date() })]);
export const NEW_ORDER = z.object({
  organisationId: z.uuid(),
  orderedId: z.uuid(),
  caseId: z.uuid().nullable().default(null),
  title: z.string().trim().min(1).max(500),
  measure: text,
  /** All that the ordered organisation is told of the why. */
  reason: text,
  severity: level.default("high"),
  marking: z.enum(["amber", "amber+strict"]).default("amber+strict"),
  deadline: DEADLINE,
  /** As IANA names it, such as `Asia/Shanghai`: the deadline is shown in it. */
  timeZone: z.string().min(1).max(100),
  condition: NEW_ORDER_CONDITION.nullable().default(null),
});
export type NewOrder = z.output<typeof NEW_ORDER>;

export const ORDER_ACKNOWLEDGEMENT = z.object({ agreesToCheck: z.boolean().default(false) });
export const NEW_ORDER_ANSWER = z.object({
  /** What was done. */
  measure: text,
  /** Since when it holds: a check looks from there on. Now, where it does not say. */
  doneAt: givenTime.optional(),
  evidenceIds: z.array(z.uuid()).max(100).default([]),
  agreesToCheck: z.boolean().optional(),
});
export type NewOrderAnswer = z.output<typeof NEW_ORDER_ANSWER>;
export const ORDER_REASON = z.object({ reason: text });
export const ORDER_RETURN = z.object({ reason: text, deadline: DEADLINE.optional() });
export type OrderReturn = z.output<typeof ORDER_RETURN>;
export const NEW_EXTENSION = z.object({ until: DEADLINE, reason: text });
export type NewExtension = z.output<typeof NEW_EXTENSION>;
export const EXTENSION_DECISION = z.object({
  isGranted: z.boolean(),
  /** Another time than was asked for. */
  until: DEADLINE.optional(),
  reason: text,
});
export type ExtensionDecision = z.output<typeof EXTENSION_DECISION>;

export const ORDER_ANSWER = z.object({
  id: z.uuid(),
  round: z.int(),
  personId: z.uuid(),
  measure: z.string(),
  doneAt: time,
  evidenceIds: z.array(z.uuid()),
  createdAt: time,
});
export const ORDER_EXTENSION = z.object({
  id: z.uuid(),
  round: z.int(),
  personId: z.uuid(),
  until: time,
  reason: z.string(),
  createdAt: time,
  state: z.enum(["asked", "granted", "refused"]),
  grantedUntil: time.nullable(),
  decisionReason: z.string().nullable(),
  decidedBy: z.uuid().nullable(),
  decidedAt: time.nullable(),
});
/** What a check looked at, so that its outcome can be judged. */
export const CHECK_COVERAGE = z.object({
  from: time,
  to: time,
  /** In a sentence. */
  explanation: z.string(),
  alerts: z.int(),
  /** Judged to be false, and so not counted. */
  falsePositives: z.int(),
  /** Rules that are off or not there: they could not have found anything. */
  rulesOff: z.array(z.string()),
  hosts: z.array(
    z.object({
      host: z.string(),
      sources: z.array(
        z.object({
          sourceId: z.uuid(),
          events: z.int(),
          longestSilenceMinutes: z.int(),
          wasAlive: z.boolean(),
        }),
      ),
    }),
  ),
});
export type CheckCoverage = z.infer<typeof CHECK_COVERAGE>;
export const ORDER_CHECK = z.object({
  id: z.uuid(),
  round: z.int(),
  personId: z.uuid().nullable(),
  since: time,
  createdAt: time,
  finishedAt: time.nullable(),
  outcome: z.enum(["gone", "present", "inconclusive"]).nullable(),
  coverage: CHECK_COVERAGE.nullable(),
});
export const ORDER_PROOF = z.object({
  id: z.uuid(),
  round: z.int(),
  kind: z.enum(["review", "check"]),
  answerId: z.uuid().nullable(),
  reviewedBy: z.uuid().nullable(),
  checkId: z.uuid().nullable(),
  reason: z.string(),
  createdAt: time,
});

export const ORDER_ENTRY_KINDS = [
  "issued",
  "acknowledged",
  "evidence_added",
  "answered",
  "review_begun",
  "returned",
  "closed",
  "refused",
  "insisted",
  "withdrawn",
  "reopened",
  "extension_asked",
  "extension_granted",
  "extension_refused",
  "check_asked",
  "check_finished",
  "reminder",
  "last_reminder",
  "overdue",
  "escalation",
  "second_escalation",
] as const;
export const ORDER_ENTRY = z.object({
  id: z.uuid(),
  round: z.int(),
  kind: z.enum(ORDER_ENTRY_KINDS),
  /** For whom it was done; nobody where the hub did it. */
  organisationId: z.uuid().nullable(),
  personId: z.uuid().nullable(),
  detail: z.record(z.string(), z.unknown()),
  createdAt: time,
});
/** What people do to an order. */
export const ORDER_ACTS = [
  "acknowledge",
  "add_evidence",
  "answer",
  "refuse",
  "ask_extension",
  "decide_extension",
  "insist",
  "begin_review",
  "return",
  "accept",
  "ask_check",
  "withdraw",
  "reopen",
] as const;
export const ORDER_ACT_OBSTACLES = [
  /** It is for the other side of the order. */
  "other_side",
  /** It needs the role responder. */
  "role",
  "wrong_state",
  /** The person answered, or brought evidence for it. */
  "own_work",
  "no_evidence",
  "no_answer",
  "extension_open",
  "no_extension",
  "no_condition",
  /** To a look at the logs of the ordered organisation. */
  "no_agreement",
  "check_open",
] as const;
export const ORDER_ACT = z.object({
  act: z.enum(ORDER_ACTS),
  /** Why the person who asks may not do it now; null where they may. */
  obstacle: z.enum(ORDER_ACT_OBSTACLES).nullable(),
});
export type OrderAct = z.infer<typeof ORDER_ACT>;

export const ORDER_DETAIL = z.object({
  order: ORDER,
  /** All acts, as the person who asks may do them now or not. */
  acts: z.array(ORDER_ACT),
  answers: z.array(ORDER_ANSWER),
  extensions: z.array(ORDER_EXTENSION),
  checks: z.array(ORDER_CHECK),
  proofs: z.array(ORDER_PROOF),
  entries: z.array(ORDER_ENTRY),
});
export type OrderDetail = z.infer<typeof ORDER_DETAIL>;
