// SPDX-License-Identifier: Apache-2.0
/** Imports of before: those that wait can be gone on with, those that were done say what became of their rows. */
import type { LEDGER_IMPORTS } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { importsQuery } from "./queries.ts";

type Earlier = z.infer<typeof LEDGER_IMPORTS>["imports"][number];

export function EarlierImports({ onOpen }: { readonly onOpen: (earlier: Earlier) => void }) {
  const { t } = useTexts();
  const mayLook = useOrganisationsAs("analyst").length > 0;
  const { data = [], error } = useQuery({ ...importsQuery(useChosenOrganisation()), enabled: mayLook });
  if (error !== null) return <ProblemNotice error={error} />;
  if (data.length === 0) return null;
  return (
    <section aria-label={t("import.earlier")}>
      <h2>{t("import.earlier")}</h2>
      <ListTable
        caption={t("import.earlier")}
        columns={[
          {
            name: "name",
            title: t("import.file"),
            isMain: true,
            cell: ({ fileName, id }) => fileName || id,
          },
          {
            name: "kind",
            title: t("import.kind"),
            width: "112px",
            isExtra: true,
            cell: ({ kind }) => t(kind === "systems" ? "ledger.systems" : "ledger.assets"),
          },
          {
            name: "outcome",
            title: t("alerts.state"),
            width: "45%",
            cell: ({ outcome }) => (outcome === null ? t("import.waits") : t("import.done", { ...outcome })),
          },
          {
            name: "time",
            title: t("suppressions.since"),
            cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
          },
        ]}
        rows={data}
        keyOf={({ id }) => id}
        openKey={undefined}
        onOpen={onOpen}
      />
    </section>
  );
}
