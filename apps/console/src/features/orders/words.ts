// SPDX-License-Identifier: Apache-2.0
/** Words of the pages of orders alone. */
import type { OrderAct, OrderDetail } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";
import type { ActName, DeadlineStep, EvidenceState, SideFilter } from "./view.ts";

export const ACT_TEXT: Readonly<Record<ActName, TextKey>> = {
  acknowledge: "order.act.acknowledge",
  add_evidence: "order.act.addEvidence",
  answer: "order.act.answer",
  refuse: "order.act.refuse",
  ask_extension: "order.act.askExtension",
  decide_extension: "order.act.decideExtension",
  insist: "order.act.insist",
  begin_review: "order.act.beginReview",
  return: "order.act.return",
  accept: "order.act.accept",
  ask_check: "order.act.askCheck",
  withdraw: "order.act.withdraw",
  reopen: "order.act.reopen",
};

/** What it does, before it is done. */
export const ACT_SAYS = {
  refuse: "order.says.refuse",
  insist: "order.says.insist",
  return: "order.says.return",
  accept: "order.says.accept",
  withdraw: "order.says.withdraw",
  reopen: "order.says.reopen",
} as const satisfies Partial<Record<ActName, TextKey>>;

export const OBSTACLE_TEXT: Readonly<Record<NonNullable<OrderAct["obstacle"]>, TextKey>> = {
  other_side: "order.obstacle.otherSide",
  role: "order.obstacle.role",
  wrong_state: "order.obstacle.wrongState",
  own_work: "order.obstacle.ownWork",
  no_evidence: "order.obstacle.noEvidence",
  no_answer: "order.obstacle.noAnswer",
  extension_open: "order.obstacle.extensionOpen",
  no_extension: "order.obstacle.noExtension",
  no_condition: "order.obstacle.noCondition",
  no_agreement: "order.obstacle.noAgreement",
  check_open: "order.obstacle.checkOpen",
};

export const SIDE_TEXT: Readonly<Record<SideFilter, TextKey>> = {
  received: "orders.received",
  issued: "orders.issued",
  all: "orders.all",
};

export const EVIDENCE_STATE_TEXT: Readonly<Record<EvidenceState, TextKey>> = {
  unused: "order.evidence.unused",
  submitted: "order.evidence.submitted",
  returned: "order.evidence.returned",
  accepted: "order.evidence.accepted",
};

export const STEP_TEXT: Readonly<Record<DeadlineStep["step"], TextKey>> = {
  overdue: "order.step.overdue",
  escalation: "order.step.escalation",
  second_escalation: "order.step.secondEscalation",
};

type Outcome = NonNullable<OrderDetail["checks"][number]["outcome"]>;
export const OUTCOME_TEXT: Readonly<Record<Outcome, TextKey>> = {
  gone: "order.check.gone",
  present: "order.check.present",
  inconclusive: "order.check.inconclusive",
};

export const OUTCOME_SAYS: Readonly<Record<Outcome, TextKey>> = {
  gone: "order.check.gone.says",
  present: "order.check.present.says",
  inconclusive: "order.check.inconclusive.says",
};

export const EXTENSION_TEXT: Readonly<Record<OrderDetail["extensions"][number]["state"], TextKey>> = {
  asked: "order.extension.asked",
  granted: "order.extension.granted",
  refused: "order.extension.refused",
};
