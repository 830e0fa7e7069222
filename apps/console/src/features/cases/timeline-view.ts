// SPDX-License-Identifier: Apache-2.0
/** What an entry of a timeline says: a sentence without its subject, and what else belongs to it. Pure. */
import { type CASE_ENTRY, ORDER_ENTRY_KINDS, PAPS, VERDICTS } from "@fengsui/contract";
import { z } from "zod";
import type { TextKey } from "../../app/texts.ts";
import type { Say } from "../../app/use-texts.ts";
import { LEVEL_TEXT, VERDICT_TEXT } from "../../parts/words.ts";
import { LEVELS } from "../alerts/view.ts";
import { ORDER_ENTRY_TEXT } from "../orders/texts.ts";
import { CASE_STATE_TEXT } from "./texts.ts";

export type CaseEntry = z.infer<typeof CASE_ENTRY>;

export interface EntryTexts {
  readonly t: Say;
  readonly nameOf: (personId: string) => string;
}

const text = z.string().catch("");
const changed = <Value extends z.ZodType>(value: Value) =>
  z.object({ to: value }).optional().catch(undefined);
/** An entry of a later version may hold more, and an odd one less. */
const DETAIL = z.object({
  title: z.unknown().optional(),
  name: text,
  entity: text,
  reason: text,
  /** There, and null where one may not see the other case. */
  into: z.unknown().optional(),
  caseRuleId: text,
  verdict: z.enum(VERDICTS).optional().catch(undefined),
  closedAlerts: z.number().catch(0),
  severity: changed(z.enum(LEVELS)),
  state: changed(z.enum(["open", "in_progress", "closed"])),
  assigneeId: changed(z.string().nullable()),
  summary: z.object({}).optional().catch(undefined),
  pap: changed(z.enum(PAPS).nullable()),
  to: text,
  happened: z.enum(ORDER_ENTRY_KINDS).optional().catch(undefined),
});
type Detail = z.infer<typeof DETAIL>;

/** What is said besides, in the words of who did it. */
export function reasonOf({ detail }: CaseEntry): string {
  return DETAIL.parse(detail).reason;
}

export function sentenceOf({ kind, detail }: CaseEntry, texts: EntryTexts): string {
  const known = DETAIL.parse(detail);
  const { t } = texts;
  const title = text.parse(known.title);
  switch (kind) {
    case "case.created":
      return t(known.caseRuleId === "" ? "entry.created" : "entry.createdByRule");
    case "case.changed":
      return t("entry.changed", { changes: changesOf(known, texts) });
    case "case.shared":
      return t("entry.shared", {
        to: known.to === "" ? t("case.seenBy.own") : `TLP:${known.to.toUpperCase()}`,
      });
    case "case.recalled":
      return t("entry.recalled");
    case "case.closed":
      return t("entry.closed", {
        verdict: known.verdict === undefined ? "–" : t(VERDICT_TEXT[known.verdict]),
        count: known.closedAlerts,
      });
    case "case.merged":
      return t(known.into === undefined ? "entry.mergedFrom" : "entry.mergedInto");
    case "case.split":
      return t(known.into === undefined ? "entry.splitFrom" : "entry.splitInto");
    case "alert.joined":
      return title === ""
        ? t("entry.alertJoined")
        : t("entry.alertJoined.named", { title: aboutOf(title, known) });
    case "task.added":
    case "task.changed":
    case "task.done":
      return t(TASK_TEXT[kind], { title });
    case "evidence.added":
    case "evidence.pinned":
      return t(EVIDENCE_TEXT[kind], { name: known.name });
    case "order.issued":
    case "order.changed":
    case "order.closed":
    case "order.reopened":
      return t("entry.order", {
        what: known.happened === undefined ? t("entry.order.changed") : t(ORDER_ENTRY_TEXT[known.happened]),
      });
    default:
      return t(PLAIN_TEXT[kind]);
  }
}

const TASK_TEXT = {
  "task.added": "entry.taskAdded",
  "task.changed": "entry.taskChanged",
  "task.done": "entry.taskDone",
} as const;
const EVIDENCE_TEXT = {
  "evidence.added": "entry.evidenceAdded",
  "evidence.pinned": "entry.evidencePinned",
} as const;
const PLAIN_TEXT = {
  "case.reopened": "entry.reopened",
  "case.unmerged": "entry.unmerged",
  "alert.left": "entry.alertLeft",
  "note.added": "entry.noteAdded",
  "note.changed": "entry.noteChanged",
} as const satisfies Record<string, TextKey>;

function aboutOf(title: string, { entity }: Detail): string {
  return entity === "" ? title : `${title} · ${entity}`;
}

const NEW_TITLE = changed(z.string());

function changesOf(known: Detail, { t, nameOf }: EntryTexts): string {
  const { severity, state, assigneeId, summary, pap } = known;
  const title = NEW_TITLE.parse(known.title);
  const changes = [
    title && t("entry.change.title", { title: title.to }),
    severity && t("entry.change.severity", { severity: t(LEVEL_TEXT[severity.to]) }),
    state && t("entry.change.state", { state: t(CASE_STATE_TEXT[state.to]) }),
    assigneeId &&
      t("entry.change.assignee", {
        name: assigneeId.to === null ? t("person.nobody") : nameOf(assigneeId.to),
      }),
    pap &&
      t("entry.change.pap", { pap: pap.to === null ? t("pap.none.said") : `PAP:${pap.to.toUpperCase()}` }),
    summary && t("entry.change.summary"),
  ].filter((one) => one !== undefined);
  return changes.join(t("list.and"));
}
