// SPDX-License-Identifier: Apache-2.0
/** The newest open alerts about a system or an asset. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { type About, openAlertsQuery } from "./queries.ts";
import { RecordLines } from "./record-lines.tsx";

export function AlertLines({ about }: { readonly about: About }) {
  const { t } = useTexts();
  const { data, error } = useQuery(openAlertsQuery(about));
  if (error !== null) return <ProblemNotice error={error} />;
  const isLooking = data?.next != null;
  return (
    <RecordLines
      title={t("situation.open")}
      none={t(isLooking ? "ledger.alerts.maybe" : "alerts.none")}
      rows={data?.alerts}
      all={
        <Link
          to="/alerts"
          search={"systemId" in about ? { system: about.systemId } : { asset: about.assetId }}
        >
          {t("card.all")}
        </Link>
      }
      line={({ id, level, title, lastEventAt }) => (
        <>
          <Severity level={level} isShort />
          <Link className="grow" to="/alerts/$alertId" params={{ alertId: id }} title={title}>
            {title}
          </Link>
          <TimeAgo at={lastEventAt} />
        </>
      )}
    />
  );
}
