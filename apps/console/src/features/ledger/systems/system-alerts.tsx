// SPDX-License-Identifier: Apache-2.0
/** The newest open alerts about a system's hosts and addresses, and the way to all of them. */
import type { System } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { AlertLines } from "../alert-lines.tsx";
import { openAlertsQuery } from "../queries.ts";

export function SystemAlerts({ system }: { readonly system: System }) {
  const { data, error } = useQuery(openAlertsQuery({ systemId: system.id }));
  if (error !== null) return <ProblemNotice error={error} />;
  return <AlertLines page={data} all={{ system: system.id }} />;
}
