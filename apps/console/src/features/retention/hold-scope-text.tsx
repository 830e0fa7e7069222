// SPDX-License-Identifier: Apache-2.0
import type { HoldScope } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { sourcesQuery } from "../sources/queries.ts";

/** What is held, with a way to it. */
export function HoldScopeText({ scope }: { readonly scope: HoldScope }) {
  const { t } = useTexts();
  const { data: sources } = useQuery({ ...sourcesQuery, enabled: scope.kind === "source" });
  if (scope.kind === "organisation") return t("holds.scope.organisation");
  if (scope.kind === "case")
    return (
      <Link to="/cases/$caseId" params={{ caseId: scope.caseId }}>
        {t("holds.scope.case")}
      </Link>
    );
  const name = sources?.find(({ id }) => id === scope.sourceId)?.name ?? scope.sourceId;
  return (
    <>
      {t("holds.scope.source")} {name}, <TimeAgo at={scope.from} /> – <TimeAgo at={scope.to} />
    </>
  );
}
