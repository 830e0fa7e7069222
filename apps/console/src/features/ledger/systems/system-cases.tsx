// SPDX-License-Identifier: Apache-2.0
/** The cases about a system that are worked on, and the way to all of them. */
import type { System } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Severity } from "../../../parts/severity.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { caseName } from "../../cases/view.ts";
import { openCasesQuery } from "../queries.ts";
import { RecordLines } from "../record-lines.tsx";

export function SystemCases({ system }: { readonly system: System }) {
  const { t } = useTexts();
  const { data, error } = useQuery(openCasesQuery(system.id));
  if (error !== null) return <ProblemNotice error={error} />;
  return (
    <RecordLines
      title={t("ledger.cases")}
      none={t("ledger.cases.none")}
      rows={data?.cases}
      all={
        <Link to="/cases" search={{ system: system.id }}>
          {t("card.all")}
        </Link>
      }
      line={(one) => (
        <>
          <Severity level={one.severity} isShort />
          <Link
            className="grow"
            to="/cases/$caseId"
            params={{ caseId: one.id }}
            search={{}}
            title={one.title}
          >
            {caseName(one)}
          </Link>
          <TimeAgo at={one.changedAt} />
        </>
      )}
    />
  );
}
