// SPDX-License-Identifier: Apache-2.0
/** The same done with several, each in a transaction of its own. */
import { type BulkOutcome, FengsuiError } from "@fengsui/contract";

/** What is refused of one says nothing of the others; what is our own fault, or may be tried later, ends it. */
export async function oneByOne<Id extends string>(
  ids: readonly Id[],
  act: (id: Id) => Promise<void>,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { doneIds: [], refused: [] };
  for (const id of new Set(ids)) {
    try {
      await act(id);
      outcome.doneIds.push(id);
    } catch (error) {
      if (!(error instanceof FengsuiError) || error.status >= 500) throw error;
      outcome.refused.push({ id, code: error.code, title: error.title, detail: error.detail });
    }
  }
  return outcome;
}
