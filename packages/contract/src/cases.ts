// SPDX-License-Identifier: Apache-2.0
/** Cases on the wire: what is found out and done about alerts, until a decision. */
import { z } from "zod";
import { ALERT, ALERT_LEVELS, ENTITY_KINDS, VERDICTS } from "./detection.ts";
import { givenPap, marking, pap, SHARED_WITH, SHARING } from "./marking.ts";

const time = z.iso.datetime();
const givenTime = z.iso.datetime({ offset: true });
const level = z.enum(ALERT_LEVELS);
const title = z.string().trim().min(1).max(500);
const text = z.string().trim().min(1).max(20_000);
const longText = z.string().trim().max(20_000);
const ids = z.array(z.uuid()).max(500);
const limit = z.coerce.number().int().min(1).max(500).default(100);
const after = z.string().max(200).optional();
const next = z.string().nullable();
const hasContent = (change: object) => Object.values(change).some((value) => value !== undefined);
const EMPTY = { error: "names nothing to change" };

export const CASE_STATES = ["open", "in_progress", "closed"] as const;

export const CASE = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  /** Year and number in the organisation, such as `2026-17`; only its own people see it. */
  reference: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  severity: level,
  marking: marking.nullable(),
  /** What may be done with what it says. */
  pap: pap.nullable(),
  state: z.enum(CASE_STATES),
  assigneeId: z.uuid().nullable(),
  /** What closed it. */
  decision: z
    .object({ verdict: z.enum(VERDICTS), reason: z.string(), personId: z.uuid(), decidedAt: time })
    .nullable(),
  /** It was merged into another case, which shows what is in this one, too. */
  isMerged: z.boolean(),
  /** That case, if one may see it. */
  mergedIntoId: z.uuid().nullable(),
  /** The case rule that made it, and what it groups by. */
  caseRuleId: z.uuid().nullable(),
  /** For its own people alone, as the alerts that it tells of may be for them alone. */
  entityKind: z.enum(ENTITY_KINDS).nullable(),
  entity: z.string().nullable(),
  /** Of what one may see, with what was merged into it. */
  figures: z.object({ alerts: z.int(), openTasks: z.int(), tasks: z.int(), notes: z.int() }),
  createdBy: z.uuid().nullable(),
  createdAt: time,
  changedAt: time,
  version: z.int(),
});
export type Case = z.infer<typeof CASE>;
export const CASES = z.object({ cases: z.array(CASE), next });
export const CASE_DETAIL = z.object({
  case: CASE,
  /** Who receives it, for the people of its organisation. */
  sharedWith: SHARED_WITH.nullable(),
  /** Cases that were merged into it, directly. */
  merged: z.array(z.object({ id: z.uuid(), reference: z.string().nullable(), title: z.string() })),
});
export type CaseDetail = z.infer<typeof CASE_DETAIL>;

export const CASE_QUERY = z.object({
  organisationId: z.uuid().optional(),
  state: z.union([z.enum(CASE_STATES), z.array(z.enum(CASE_STATES))]).optional(),
  severity: z.union([level, z.array(level)]).optional(),
  assigneeId: z.uuid().optional(),
  /** Given to nobody. */
  isUnassigned: z.stringbool().optional(),
  caseRuleId: z.uuid().optional(),
  entity: z.string().max(500).optional(),
  /** With alerts about this system among its newest 10,000. */
  systemId: z.uuid().optional(),
  /** Words of the title, or a reference. */
  text: z.string().max(200).optional(),
  /** Those that were merged into others, too. */
  withMerged: z.stringbool().default(false),
  createdBefore: givenTime.optional(),
  /** By the last change. */
  from: givenTime.optional(),
  to: givenTime.optional(),
  /** Of others than one's own organisations. */
  isReceived: z.stringbool().optional(),
  marking: marking.optional(),
  /** By when it was shared. */
  sharedFrom: givenTime.optional(),
  sharedTo: givenTime.optional(),
  after,
  limit,
});
export type CaseQuery = z.output<typeof CASE_QUERY>;

export const NEW_CASE = z
  .object({
    organisationId: z.uuid(),
    /** Without one, that of the first alert that everybody may know who sees the case. */
    title: title.optional(),
    summary: longText.default(""),
    /** Without one, the highest of such alerts. */
    severity: level.optional(),
    assigneeId: z.uuid().nullable().default(null),
    alertIds: ids.default([]),
    pap: givenPap.nullable().default(null),
    sharing: SHARING.optional(),
  })
  .refine((wanted) => wanted.title !== undefined || wanted.alertIds.length > 0, {
    error: "a case without alerts needs a title",
    path: ["title"],
  });
export type NewCase = z.output<typeof NEW_CASE>;

export const CASE_CHANGE = z
  .object({
    title: title.optional(),
    summary: longText.optional(),
    severity: level.optional(),
    assigneeId: z.uuid().nullable().optional(),
    pap: givenPap.nullable().optional(),
    /** A decision closes it. */
    state: z.enum(["open", "in_progress"]).optional(),
    /** The version that the change is of: a change in the meantime is not overwritten. */
    version: z.int().optional(),
  })
  .refine(({ version: _, ...change }) => hasContent(change), EMPTY);
export type CaseChange = z.output<typeof CASE_CHANGE>;
export const CASE_DECISION = z.object({ verdict: z.enum(VERDICTS), reason: text });
export type CaseDecision = z.output<typeof CASE_DECISION>;
export const CASE_REASON = z.object({ reason: text });

export const CASE_ALERTS = z.object({
  alerts: z.array(
    z.object({ alert: ALERT, caseId: z.uuid(), joinedAt: time, joinedBy: z.uuid().nullable() }),
  ),
  next,
});
export const CASE_ALERTS_QUERY = z.object({ after, limit });
export const CASE_ALERT_IDS = z.object({ alertIds: ids.min(1) });
export const CASE_MERGE = z.object({ intoId: z.uuid(), reason: text });
export const CASE_SPLIT = z
  .object({
    title,
    reason: text,
    alertIds: ids.default([]),
    taskIds: ids.default([]),
    evidenceIds: ids.default([]),
  })
  .refine(({ alertIds, taskIds, evidenceIds }) => alertIds.length + taskIds.length + evidenceIds.length > 0, {
    error: "names nothing for the new case",
  });
export type CaseSplit = z.output<typeof CASE_SPLIT>;

export const CASE_NOTE = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  personId: z.uuid(),
  text: z.string(),
  /** When what it tells of happened, where that is not when it was written. */
  occurredAt: time.nullable(),
  createdAt: time,
  version: z.int(),
  /** When the version was written. */
  changedAt: time,
});
export const CASE_NOTES = z.object({ notes: z.array(CASE_NOTE), next });
export const NEW_CASE_NOTE = z.object({ text, occurredAt: givenTime.nullable().default(null) });
export type NewCaseNote = z.output<typeof NEW_CASE_NOTE>;
/** `version`: the one that was read. */
export const CASE_NOTE_CHANGE = NEW_CASE_NOTE.extend({ version: z.int() });
export type CaseNoteChange = z.output<typeof CASE_NOTE_CHANGE>;
export const CASE_NOTE_VERSIONS = z.object({ versions: z.array(CASE_NOTE) });

export const CASE_TASK = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  title: z.string(),
  description: z.string(),
  assigneeId: z.uuid().nullable(),
  dueAt: time.nullable(),
  doneAt: time.nullable(),
  doneBy: z.uuid().nullable(),
  createdBy: z.uuid(),
  createdAt: time,
  changedAt: time,
  version: z.int(),
});
export const CASE_TASKS = z.object({ tasks: z.array(CASE_TASK), next });
/** By when they are due, across all cases that one may see. */
export const TASK_QUERY = z.object({
  assigneeId: z.uuid().optional(),
  isDone: z.stringbool().optional(),
  dueBefore: givenTime.optional(),
  after,
  limit,
});
export type TaskQuery = z.output<typeof TASK_QUERY>;
export const NEW_CASE_TASK = z.object({
  title,
  description: longText.default(""),
  assigneeId: z.uuid().nullable().default(null),
  dueAt: givenTime.nullable().default(null),
});
export type NewCaseTask = z.output<typeof NEW_CASE_TASK>;
export const CASE_TASK_CHANGE = z
  .object({
    title: title.optional(),
    description: longText.optional(),
    assigneeId: z.uuid().nullable().optional(),
    dueAt: givenTime.nullable().optional(),
    isDone: z.boolean().optional(),
    version: z.int().optional(),
  })
  .refine(({ version: _, ...change }) => hasContent(change), EMPTY);
export type CaseTaskChange = z.output<typeof CASE_TASK_CHANGE>;

/** What the timeline of a case holds; `detail` says more by kind. */
export const ENTRY_KINDS = [
  "case.created",
  "case.changed",
  "case.shared",
  "case.recalled",
  "case.closed",
  "case.reopened",
  "case.merged",
  "case.unmerged",
  "case.split",
  "alert.joined",
  "alert.left",
  "note.added",
  "note.changed",
  "task.added",
  "task.changed",
  "task.done",
  "evidence.added",
  "evidence.pinned",
  "order.issued",
  "order.changed",
  "order.closed",
  "order.reopened",
] as const;
export const CASE_ENTRY = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  kind: z.enum(ENTRY_KINDS),
  /** When it happened: of an alert or an event, its own time. */
  occurredAt: time,
  /** When it was entered here. */
  createdAt: time,
  personId: z.uuid().nullable(),
  /** What of the hub itself entered it. */
  job: z.string().nullable(),
  /** The alert, note, task, evidence, order or other case that it is about; of a case only if one may see it. */
  subjectId: z.uuid().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export const TIMELINE = z.object({ entries: z.array(CASE_ENTRY), next });
export const TIMELINE_QUERY = z.object({
  kind: z.union([z.enum(ENTRY_KINDS), z.array(z.enum(ENTRY_KINDS))]).optional(),
  /** By when it happened, or by when it was entered. */
  by: z.enum(["occurred", "created"]).default("occurred"),
  order: z.enum(["asc", "desc"]).default("asc"),
  after,
  limit,
});
export type TimelineQuery = z.output<typeof TIMELINE_QUERY>;

const CASE_RULE_FIELDS = {
  name: z.string().trim().min(1).max(200),
  isEnabled: z.boolean(),
  /** Alerts of any of these rules; of every rule, where none is named. */
  ruleIds: z.array(z.uuid()).max(1000),
  lowestLevel: level.nullable(),
  /** Hosts, accounts or addresses; `*` stands for any characters. */
  entities: z.array(z.string().trim().min(1).max(500)).max(1000),
  /** Whose alerts, of those that the organisation may see; its own, where none is named. */
  organisationIds: z.array(z.uuid()).max(200),
  /** An alert joins the open case of its entity that had one so many hours before or after. */
  groupHours: z.int().min(1).max(720),
  assigneeId: z.uuid().nullable(),
};
export const CASE_RULE = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  ...CASE_RULE_FIELDS,
  /** It is about alerts that were raised since then. */
  since: time,
  createdBy: z.uuid(),
  createdAt: time,
  changedAt: time,
});
export type CaseRule = z.infer<typeof CASE_RULE>;
export const CASE_RULES = z.object({ caseRules: z.array(CASE_RULE) });
const CONDITIONLESS = { error: "names no condition: a rule, a lowest level or an entity" };
export const NEW_CASE_RULE = z
  .object({
    organisationId: z.uuid(),
    ...CASE_RULE_FIELDS,
    isEnabled: CASE_RULE_FIELDS.isEnabled.default(true),
    ruleIds: CASE_RULE_FIELDS.ruleIds.default([]),
    lowestLevel: CASE_RULE_FIELDS.lowestLevel.default(null),
    entities: CASE_RULE_FIELDS.entities.default([]),
    organisationIds: CASE_RULE_FIELDS.organisationIds.default([]),
    groupHours: CASE_RULE_FIELDS.groupHours.default(24),
    assigneeId: CASE_RULE_FIELDS.assigneeId.default(null),
  })
  .refine(
    (rule) => rule.ruleIds.length + rule.entities.length > 0 || rule.lowestLevel !== null,
    CONDITIONLESS,
  );
export type NewCaseRule = z.output<typeof NEW_CASE_RULE>;
export const CASE_RULE_CHANGE = z.object(CASE_RULE_FIELDS).partial().refine(hasContent, EMPTY);
export type CaseRuleChange = z.output<typeof CASE_RULE_CHANGE>;

/** The condition of a case rule, to see what it would have done. */
export const CASE_RULE_TRIAL = z.object({
  organisationId: z.uuid(),
  ruleIds: CASE_RULE_FIELDS.ruleIds.default([]),
  lowestLevel: CASE_RULE_FIELDS.lowestLevel.default(null),
  entities: CASE_RULE_FIELDS.entities.default([]),
  organisationIds: CASE_RULE_FIELDS.organisationIds.default([]),
  groupHours: CASE_RULE_FIELDS.groupHours.default(24),
  days: z.int().min(1).max(30).default(7),
});
export type CaseRuleTrial = z.output<typeof CASE_RULE_TRIAL>;
export const CASE_RULE_PREVIEW = z.object({
  /** Open alerts of these days that are in no case and fit. */
  alerts: z.int(),
  /** As many cases they would become. */
  cases: z.int(),
  /** There are more alerts than were looked at. */
  isCut: z.boolean(),
  /** Some of the newest. */
  examples: z.array(z.object({ alertId: z.uuid(), title: z.string(), level, entity: z.string() })),
});
export type CaseRulePreview = z.infer<typeof CASE_RULE_PREVIEW>;
