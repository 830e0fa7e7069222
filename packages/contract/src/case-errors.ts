// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about cases and orders. */
import { defineError } from "./define-error.ts";

export const CASE_ERRORS = {
  "case.not_found": defineError(
    "case.not_found",
    404,
    "There is no such case.",
    "Look at the list of cases: it may not be shared with you, or no longer.",
  ),
  "case.wrong_state": defineError(
    "case.wrong_state",
    409,
    "The case is not in a state for this.",
    "Load the case again: somebody else may have closed, reopened or merged it.",
  ),
  "case.merged": defineError(
    "case.merged",
    409,
    "The case was merged into another.",
    "Work on the case that is named in mergedIntoId, if you may see it, or undo the merge.",
  ),
  "case.changed_meanwhile": defineError(
    "case.changed_meanwhile",
    409,
    "Somebody else changed it in the meantime.",
    "Load it again, look at what changed, and send your change with the new version.",
  ),
  "case.title_needed": defineError(
    "case.title_needed",
    422,
    "The case needs a title of its own.",
    "Give it one: not everybody who will see the case may see its alerts, so it is not named after them.",
  ),
  "case.alert_taken": defineError(
    "case.alert_taken",
    409,
    "An alert is in another case already.",
    "Open that case, or merge the two; an alert is in one case of an organisation at a time.",
  ),
  "case.part_not_found": defineError(
    "case.part_not_found",
    404,
    "The case holds nothing of this id.",
    "Load the case again: it may have been moved to another case.",
  ),
  "evidence.not_found": defineError(
    "evidence.not_found",
    404,
    "There is no such evidence.",
    "Look at the evidence of the case or the order: it may not be shared with you, or no longer.",
  ),
  "event.not_found": defineError(
    "event.not_found",
    404,
    "An event cannot be pinned.",
    "Name events of the organisation of the case by their id and their exact time, as the search gives them; they may be gone already.",
  ),
  "order.not_found": defineError(
    "order.not_found",
    404,
    "There is no such order.",
    "Look at the list of orders: only who ordered and who was ordered see one.",
  ),
  "order.wrong_state": defineError(
    "order.wrong_state",
    409,
    "The order is not in a state for this.",
    "Load the order again: somebody else may have answered, closed or withdrawn it.",
  ),
  "order.not_proven": defineError(
    "order.not_proven",
    409,
    "Nothing proves yet that the measure was taken.",
    "An order is closed by reviewing the evidence of its answer, or by a check that finds its condition gone.",
  ),
  "order.own_work": defineError(
    "order.own_work",
    403,
    "Nobody reviews their own answer or evidence.",
    "Ask a second person, who had no part in the answer, to review it.",
  ),
  "order.extension_open": defineError(
    "order.extension_open",
    409,
    "More time was asked for already, or that is decided.",
    "Load the order again and look at its extensions.",
  ),
  "order.check_impossible": defineError(
    "order.check_impossible",
    409,
    "This order cannot be checked now.",
    "A check needs a condition, the agreement of whose logs it looks at, and none that is under way. Otherwise, review the evidence.",
  ),
  "order.rule_unknown": defineError(
    "order.rule_unknown",
    422,
    "The condition names a rule that you see nowhere.",
    "Name rules by their ids as the list of rules shows them; a check by a rule that does not exist would never find anything.",
  ),
  "case_rule.not_found": defineError(
    "case_rule.not_found",
    404,
    "There is no such case rule.",
    "Look at the list of case rules: it may belong to an organisation that you are not of.",
  ),
} as const;
