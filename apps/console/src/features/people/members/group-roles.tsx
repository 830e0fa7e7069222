// SPDX-License-Identifier: Apache-2.0
/** What groups of providers give in the organisation, for its administrators to accept. */
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { GroupRoleRows } from "../providers/group-role-rows.tsx";
import { groupRolesQuery } from "../providers/queries.ts";

export function GroupRoles({ organisationId }: { readonly organisationId: string }) {
  const { t } = useTexts();
  const { data = [], error, refetch } = useQuery(groupRolesQuery);
  const rows = data.filter((row) => row.organisationId === organisationId);
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section aria-label={t("groupRoles.title")}>
      <h2>{t("groupRoles.title")}</h2>
      <p className="quiet">{t("groupRoles.says")}</p>
      <GroupRoleRows rows={rows} by="provider" mayAccept />
    </section>
  );
}
