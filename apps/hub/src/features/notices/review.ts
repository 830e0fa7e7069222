// SPDX-License-Identifier: Apache-2.0
/** What somebody would close an order with by reviewing its answer: who had a part in it decides whether they may. */
import type { PersonId, ReadTx } from "../../platform/records/index.ts";
import { evidenceOf, findAnswer } from "./parts.ts";
import type { OrderRow } from "./records.ts";
import type { Proof } from "./rules.ts";

export async function reviewOf(tx: ReadTx, row: OrderRow, reviewer: PersonId): Promise<Proof | undefined> {
  const answer = await findAnswer(tx, row.answer_id);
  if (answer === undefined) return undefined;
  const evidence = await evidenceOf(tx, row.id, answer.evidence_ids);
  const evidenceAddedBy = evidence.map(({ added_by }) => added_by);
  return { kind: "review", reviewer, submitter: answer.person_id, evidenceAddedBy };
}
