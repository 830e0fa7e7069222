// SPDX-License-Identifier: Apache-2.0
/** Whether the database itself lets somebody do something. */
import { codeOf } from "../../platform/records/failures.ts";
import { type Principal, type Records, unaudited, type Writer } from "../../platform/records/index.ts";

/** Gives how many rows it touched or saw. */
export type Action = (write: Writer, principal: Principal) => Promise<number>;

class Undo extends Error {}

/** Whatever it did is undone. */
export async function can(records: Records, principal: Principal, action: Action): Promise<boolean> {
  let rows = 0;
  try {
    await records.transaction(principal, (tx) =>
      unaudited(tx, "a test", async (write) => {
        rows = await action(write, principal);
        throw new Undo();
      }),
    );
  } catch (error) {
    if (codeOf(error) === "42501") return false;
    if (!(error instanceof Undo)) throw error;
  }
  return rows > 0;
}

interface Touched {
  readonly numInsertedOrUpdatedRows?: bigint | undefined;
  readonly numUpdatedRows?: bigint;
  readonly numDeletedRows?: bigint;
}

export function counted(results: readonly Touched[]): number {
  const rowsOf = (touched: Touched) =>
    touched.numInsertedOrUpdatedRows ?? touched.numUpdatedRows ?? touched.numDeletedRows ?? 0n;
  return results.reduce((sum, touched) => sum + Number(rowsOf(touched)), 0);
}
