// SPDX-License-Identifier: Apache-2.0
/** The hub that served this page, and how often it is asked. */
import { createHubClient, HubProblem } from "@fengsui/client";
import { QueryClient } from "@tanstack/react-query";
import { askForProof } from "./proof.ts";

export const hub = createHubClient({ onProofNeeded: askForProof });

/** What the hub refused, it will refuse again. */
function mayTryAgain(count: number, error: unknown): boolean {
  return error instanceof HubProblem && error.kind === "unreachable" && count < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: mayTryAgain, staleTime: 10_000 } },
});
