// SPDX-License-Identifier: Apache-2.0
/** Where one is signed in, each to be ended. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { ownSessionsQuery, useEndSession } from "./queries.ts";
import { browserOf } from "./view.ts";

export function OwnSessions() {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(ownSessionsQuery);
  const end = useEndSession();
  return (
    <Card title={t("account.sessions")}>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {end.error !== null && <ProblemNotice error={end.error} />}
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t("account.sessions.browser")}</th>
            <th scope="col">{t("account.sessions.address")}</th>
            <th scope="col">{t("account.sessions.lastSeen")}</th>
            <th scope="col">
              <span className="unseen">{t("alert.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data?.map(({ id, isCurrent, userAgent, address, lastSeenAt }) => {
            const browser = browserOf(userAgent) ?? t("account.sessions.unknown");
            return (
              <tr key={id}>
                <td title={userAgent ?? undefined}>{browser}</td>
                <td>{address ?? "–"}</td>
                <td>
                  <TimeAgo at={lastSeenAt} />
                </td>
                <td className="acts-cell">
                  {isCurrent ? (
                    <span className="quiet">{t("account.sessions.current")}</span>
                  ) : (
                    <Button
                      size="small"
                      aria-label={t("account.sessions.end.of", { browser })}
                      loading={end.isPending && end.variables === id}
                      onClick={() => end.mutate(id)}
                    >
                      {t("account.sessions.end")}
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
