// SPDX-License-Identifier: Apache-2.0
/** One decision about several hosts, and what became of each. */
import type { BulkOutcome, HostProposal } from "@fengsui/contract";
import { hub } from "../../../app/hub.ts";
import { useLedgerAct } from "../queries.ts";

/** What was done last, to be said and, where it can be, undone. */
export interface Done {
  readonly kind: "accepted" | "ignored" | "reconsidered";
  readonly outcome: BulkOutcome;
  readonly names: ReadonlyMap<string, string>;
}

export type HostsDecision =
  | { readonly kind: "accepted"; readonly systemId: string | null }
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "reconsidered" };

export function useHostsAct(
  hosts: readonly Pick<HostProposal, "id" | "name">[],
  onDone: (done: Done) => void,
) {
  return useLedgerAct(async (decision: HostsDecision) => {
    const outcome = await decide(
      hosts.map(({ id }) => id),
      decision,
    );
    onDone({ kind: decision.kind, outcome, names: new Map(hosts.map(({ id, name }) => [id, name])) });
  });
}

async function decide(ids: readonly string[], decision: HostsDecision): Promise<BulkOutcome> {
  const calls = hub.ledger.hostProposals;
  switch (decision.kind) {
    case "accepted":
      return await calls.acceptMany(ids, decision.systemId);
    case "ignored":
      return await calls.ignoreMany(ids, decision.reason);
    case "reconsidered":
      return await calls.reconsiderMany(ids);
  }
}
