// SPDX-License-Identifier: Apache-2.0
/** Detection on the wire: rules and their versions, alerts and their triage, suppressions. */
import { z } from "zod";
import { LEDGER_REFERENCE } from "./ledger.ts";

const time = z.iso.datetime();
const organisationId = z.uuid();

export const ALERT_LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
export const ALERT_STATES = ["open", "closed"] as const;
export const VERDICTS = ["true_positive", "benign", "false_positive"] as const;
export const ALERT_KINDS = ["matches", "source_silent", "disk_high"] as const;
export const ENTITY_KINDS = ["host", "account", "address", "none", "other"] as const;

const level = z.enum(ALERT_LEVELS);
const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  hint: z.string(),
  file: z.string(),
  span: z.object({ line: z.int(), column: z.int(), endLine: z.int(), endColumn: z.int() }).optional(),
});

export const MAX_RULE_FILES = 5000;
export const MAX_RULE_UPLOAD_BYTES = 32 * 1024 * 1024;
export const RULE_UPLOAD = z.object({
  organisationId,
  files: z
    // A file that is too large for a rule is refused by itself, not the upload that holds it.
    .array(z.object({ name: z.string().min(1).max(500), text: z.string().max(MAX_RULE_UPLOAD_BYTES) }))
    .min(1)
    .max(MAX_RULE_FILES),
});
export type RuleUpload = z.infer<typeof RULE_UPLOAD>;
export const RULE_UPLOADED = z.object({
  created: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Documents that are no rule that can be used. */
  refused: z.int(),
  diagnostics: z.array(diagnostic),
});
export type RuleUploaded = z.infer<typeof RULE_UPLOADED>;

/** What an alert of a rule is about: by itself the host, else the account, else the address; or a field of the event. */
export const RULE_GROUPINGS = ["host", "account", "address", "none"] as const;
const grouping = z.union([
  z.enum(RULE_GROUPINGS),
  z.templateLiteral(["field:", z.string()]).refine((text) => text.length > 6 && text.length <= 206, {
    error: "names no field, or one of more than 200 characters",
  }),
]);
export type RuleGrouping = z.infer<typeof grouping>;

/** A rule that is built in tells of what the hub itself observes; it can be switched off, not changed. */
export const RULE_ORIGINS = ["upload", "folder", "shipped", "built_in"] as const;
/**
 * A correlation is made of what rules found; a filter takes something out of what rules find; a list of indicators
 * matches events in which one of them is seen.
 */
export const RULE_KINDS = ["detection", "correlation", "filter", "indicators"] as const;
export const RULE = z.object({
  id: z.uuid(),
  kind: z.enum(RULE_KINDS),
  organisationId,
  /** The id in the rule itself. */
  key: z.string(),
  title: z.string(),
  level,
  scope: z.enum(["organisation", "hub"]),
  origin: z.enum(RULE_ORIGINS),
  isEnabled: z.boolean(),
  /** When it was found to be gone from the folder that it came from, and was switched off. */
  vanishedAt: time.nullable(),
  /** Null: the host, else the account, else the address. */
  groupBy: grouping.nullable(),
  version: z.int(),
  changedAt: time,
});
export type Rule = z.infer<typeof RULE>;
export const RULES = z.object({ rules: z.array(RULE), next: z.string().nullable() });
export const RULE_QUERY = z.object({
  organisationId: organisationId.optional(),
  isEnabled: z.stringbool().optional(),
  level: level.optional(),
  scope: z.enum(["organisation", "hub"]).optional(),
  origin: z.enum(RULE_ORIGINS).optional(),
  kind: z.enum(RULE_KINDS).optional(),
  /** Part of the title or of the key, whatever the case. */
  text: z.string().trim().min(1).max(200).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type RuleQuery = z.output<typeof RULE_QUERY>;
const ruleVersion = z.object({
  version: z.int(),
  source: z.string(),
  diagnostics: z.array(diagnostic),
  groupBy: grouping.nullable(),
  createdAt: time,
});
export const RULE_VERSIONS = z.object({ versions: z.array(ruleVersion) });
/** With its version of now. */
export const RULE_DETAIL = z.object({
  rule: RULE,
  current: ruleVersion,
  /** Of a correlation or filter that is on: the rules that it names and that are not there. */
  unresolved: z.array(diagnostic),
});
/** Another grouping is another version: alerts of the one and of the other are not the same. */
export const RULE_CHANGE = z
  .object({ isEnabled: z.boolean().optional(), groupBy: grouping.nullable().optional() })
  .refine(({ isEnabled, groupBy }) => isEnabled !== undefined || groupBy !== undefined, {
    error: "changes nothing",
  });
export type RuleChange = z.output<typeof RULE_CHANGE>;
export const RULES_SWITCH = z.object({
  ids: z.array(z.uuid()).min(1).max(1000),
  isEnabled: z.boolean(),
});
export const RULES_SWITCHED = z.object({
  changed: z.int(),
  /** They were so already. */
  unchanged: z.int(),
});

/** Matches of events of the last days, for rules that have any; of events that one may see. */
export const RULE_COUNTS_QUERY = z.object({
  days: z.coerce.number().int().min(1).max(366).default(7),
  ruleId: z.uuid().optional(),
});
export const RULE_COUNTS = z.object({
  counts: z.array(z.object({ ruleId: z.uuid(), matches: z.int(), lastAt: time })),
});

/** Documents that are no rule that can be used, as of the last time that their file was read. */
export const RULE_REFUSALS_QUERY = z.object({
  organisationId: organisationId.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const RULE_REFUSALS = z.object({
  refusals: z.array(
    z.object({
      id: z.uuid(),
      organisationId,
      origin: z.enum(RULE_ORIGINS),
      /** The name of the file, and the place in it where it holds several documents. */
      file: z.string(),
      diagnostics: z.array(diagnostic),
      at: time,
    }),
  ),
  next: z.string().nullable(),
});

/** What the folder of rules came to. */
export const RULES_LOADED = RULE_UPLOADED.extend({
  files: z.int(),
  /** They are not in the folder any more and were switched off. */
  vanished: z.int(),
  /** They are in the folder again and were switched on. */
  returned: z.int(),
});
export type RulesLoaded = z.infer<typeof RULES_LOADED>;

/** The rules that come with the hub: a set that is on or off for everybody. */
export const SHIPPED_RULES = z.object({
  /** On while any of them is. */
  isOn: z.boolean(),
  /** In the set. */
  count: z.int(),
});
export type ShippedRules = z.infer<typeof SHIPPED_RULES>;
export const SHIPPED_RULES_CHANGE = z.object({ isOn: z.boolean() });

export const ALERT = z.object({
  id: z.uuid(),
  organisationId,
  ruleId: z.uuid(),
  ruleVersion: z.int(),
  title: z.string(),
  level,
  entityKind: z.enum(ENTITY_KINDS),
  entity: z.string(),
  windowStart: time,
  windowEnd: time,
  firstEventAt: time,
  lastEventAt: time,
  matchCount: z.int(),
  /** All that matched was found when it was stored already; false since a live match joined. */
  isRetrospective: z.boolean(),
  /** The pass that raised it; null where a live match did. */
  retrospectionId: z.uuid().nullable(),
  /** Of matches of a rule, or of the hub itself: a source that fell silent. */
  kind: z.enum(ALERT_KINDS),
  /** The source that fell silent. */
  sourceId: z.uuid().nullable(),
  /** When it was over by itself; closed for that reason, it has no verdict. */
  resolvedAt: time.nullable(),
  suppressionId: z.uuid().nullable(),
  state: z.enum(ALERT_STATES),
  verdict: z.enum(VERDICTS).nullable(),
  assigneeId: z.uuid().nullable(),
  /** The case that it is in, where one may see it. */
  caseId: z.uuid().nullable(),
  createdAt: time,
  changedAt: time,
  /** Whose the host or address was, and who answers for it; null where the ledger does not tell. */
  ledger: LEDGER_REFERENCE.nullable(),
});
export type Alert = z.infer<typeof ALERT>;
export const ALERTS = z.object({ alerts: z.array(ALERT), next: z.string().nullable() });
export const ALERT_QUERY = z.object({
  state: z.enum(ALERT_STATES).optional(),
  level: level.optional(),
  organisationId: organisationId.optional(),
  ruleId: z.uuid().optional(),
  /** Of rules that name this ATT&CK technique, such as `T1059.001`. */
  technique: z.string().max(20).optional(),
  entity: z.string().max(500).optional(),
  /** Given to this person, or to nobody. */
  assignee: z.union([z.literal("nobody"), z.uuid()]).optional(),
  isRetrospective: z.stringbool().optional(),
  retrospectionId: z.uuid().optional(),
  /** In a case that one may see, or in none. */
  hasCase: z.stringbool().optional(),
  /** About hosts and addresses of this system. */
  systemId: z.uuid().optional(),
  /** About this asset. */
  assetId: z.uuid().optional(),
  /** About systems of this level of protection, or a higher one. */
  minSystemLevel: z.coerce.number().int().min(1).max(5).optional(),
  /** By the last event. */
  from: time.optional(),
  to: time.optional(),
  /** Those that a suppression silenced, too. */
  withSuppressed: z.stringbool().default(false),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AlertQuery = z.infer<typeof ALERT_QUERY>;

export const ALERT_EVIDENCE = z.object({
  alert: ALERT,
  /** The newest, up to a limit; `matchCount` counts all. */
  matches: z.array(
    z.object({
      eventId: z.uuid(),
      time,
      fields: z.record(z.string(), z.string()),
      /** It was found in retrospect, not when the event came. */
      isRetrospective: z.boolean(),
      matchedAt: time,
      /** Of an alert of a correlation: the rule that found the event. */
      rule: z.object({ id: z.uuid(), title: z.string() }).optional(),
      /** The event as it came; absent where it is no longer stored. */
      raw: z.string().optional(),
    }),
  ),
  comments: z.array(z.object({ id: z.uuid(), personId: z.uuid(), text: z.string(), createdAt: time })),
  /** Of an alert of a correlation: in its time there were more events than are looked at, so it may not be all of it. */
  isCut: z.boolean(),
});

export const ALERT_EXPLANATION_QUERY = z.object({
  /** One of the events that the alert stands on; the newest, if it is not given. */
  eventId: z.uuid().optional(),
});
const explainedPart = z.object({
  /** Below the part before it of a lesser depth. */
  depth: z.int(),
  kind: z.enum(["all", "any", "not", "item", "constant"]),
  matched: z.boolean(),
  /** The search identifier that begins here. */
  selection: z.string().optional(),
  item: z
    .object({
      /** Empty for keywords: anywhere in the event. */
      field: z.string(),
      modifiers: z.array(z.string()),
      needs: z.enum(["all", "any"]),
      values: z.array(z.object({ value: z.string(), operator: z.string(), matched: z.boolean() })),
      /** Not listed. */
      moreValues: z.int(),
      /** The event has the field, whatever its value. */
      isPresent: z.boolean(),
      /** What the event has there, and which parts of it matched. */
      found: z.array(
        z.object({
          value: z.string(),
          isCut: z.boolean(),
          at: z.array(z.object({ from: z.int(), to: z.int() })),
        }),
      ),
      moreFound: z.int(),
    })
    .optional(),
});
export type ExplainedPart = z.infer<typeof explainedPart>;
/** The rule in the version that matched, each part with whether the event makes it true. */
export const ALERT_EXPLANATION = z.object({
  eventId: z.uuid(),
  time,
  ruleId: z.uuid(),
  ruleVersion: z.int(),
  matched: z.boolean(),
  /** False where a part would cost more work than an event may: it is told as not true, and so may be what is above it. */
  isDecided: z.boolean(),
  logSource: z.object({ applies: z.boolean(), rule: z.array(z.string()), event: z.array(z.string()) }),
  /** The tree of the rule from top to bottom. */
  parts: z.array(explainedPart),
  /** The rule has more parts than are told. */
  isCut: z.boolean(),
});
export type AlertExplanation = z.infer<typeof ALERT_EXPLANATION>;

/** Nobody, where there is none. */
export const ALERT_ASSIGN = z.object({ personId: z.uuid().nullable() });
export const ALERT_COMMENT = z.object({ text: z.string().trim().min(1).max(20_000) });
export const ALERT_CLOSE = z.object({
  verdict: z.enum(VERDICTS),
  comment: z.string().trim().min(1).max(20_000).optional(),
});

const condition = z.object({ field: z.string().min(1).max(200), equals: z.string().max(2000) });
const scope = {
  organisationId,
  ruleId: z.uuid().nullable(),
  conditions: z.array(condition).max(20),
};
const isAboutSomething = (wanted: { ruleId: string | null; conditions: readonly unknown[] }) =>
  wanted.ruleId !== null || wanted.conditions.length > 0;
const ABOUT_NOTHING = { error: "names neither a rule nor a condition" };

export const NEW_SUPPRESSION = z
  .object({ ...scope, reason: z.string().trim().min(1).max(2000), expiresAt: time })
  .refine(isAboutSomething, ABOUT_NOTHING);
export type NewSuppression = z.infer<typeof NEW_SUPPRESSION>;
export const SUPPRESSION = z.object({
  id: z.uuid(),
  ...scope,
  reason: z.string(),
  expiresAt: time,
  createdBy: z.uuid().nullable(),
  createdAt: time,
  endedAt: time.nullable(),
});
export type Suppression = z.infer<typeof SUPPRESSION>;
export const SUPPRESSIONS = z.object({ suppressions: z.array(SUPPRESSION) });

export const SUPPRESSION_PREVIEW_REQUEST = z
  .object({ ...scope, days: z.int().min(1).max(90).default(7) })
  .refine(isAboutSomething, ABOUT_NOTHING);
export type SuppressionPreviewRequest = z.infer<typeof SUPPRESSION_PREVIEW_REQUEST>;
/** What it would have silenced. */
export const SUPPRESSION_PREVIEW = z.object({
  matches: z.int(),
  /** Not every match was looked at: there are too many. */
  isPartial: z.boolean(),
  alertsSilenced: z.array(z.object({ id: z.uuid(), title: z.string(), entity: z.string() })),
});
