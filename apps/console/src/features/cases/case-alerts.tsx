// SPDX-License-Identifier: Apache-2.0
/** The alerts in a case, as far as one may see them; taking one out again. */
import type { Case } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { Outcome } from "../alerts/outcome.tsx";
import { CASE_CHANGES, CASES_KEY } from "./queries.ts";

interface AlertsProps {
  readonly one: Case;
  readonly mayWork: boolean;
}

export function CaseAlerts({ one, mayWork }: AlertsProps) {
  const { t } = useTexts();
  const pages = usePages({
    key: [CASES_KEY, "alerts", one.id],
    read: (after, signal) => hub.cases.alerts(one.id, after === undefined ? {} : { after }, signal),
  });
  const act = useAct(CASE_CHANGES);
  const rows = pages.data?.pages.flatMap(({ alerts }) => alerts);
  return (
    <section aria-label={t("nav.alerts")}>
      {rows?.length === 0 && <p className="quiet">{t("case.alerts.none")}</p>}
      {(pages.error ?? act.error) !== null && <ProblemNotice error={pages.error ?? act.error} />}
      <ul className="records">
        {rows?.map(({ alert, caseId }) => (
          <li key={alert.id}>
            <Severity level={alert.level} isShort />
            <div className="grow">
              <Link to="/alerts/$alertId" params={{ alertId: alert.id }}>
                {alert.title}
              </Link>
              {alert.entity !== "" && ` · ${alert.entity}`}
              <p className="quiet">
                <Outcome alert={alert} /> · <TimeAgo at={alert.lastEventAt} />
                {caseId !== one.id && ` · ${t("case.ofMerged")}`}
              </p>
            </div>
            {mayWork && caseId === one.id && (
              <Button
                size="small"
                aria-label={t("case.takeOut.of", { name: alert.title })}
                onClick={() => act.mutate(() => hub.cases.leave(one.id, alert.id))}
              >
                {t("case.takeOut")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
