// SPDX-License-Identifier: Apache-2.0
/** One alert: why it is there, what it stands on, what was said, what to do. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { AlertActs } from "./alert-acts.tsx";
import { AlertFacts, AlertWhy } from "./alert-facts.tsx";
import { Evidence } from "./evidence.tsx";
import { type AlertDetail, alertQuery } from "./queries.ts";

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly isAlone?: boolean;
}

export function AlertPanel({ id, onClose, isAlone = false }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(alertQuery(id));
  return (
    <aside className="panel" aria-label={t("alert.label")}>
      <header className="panel-head">
        {data === undefined ? (
          <span className="quiet">{t("alert.label")}</span>
        ) : (
          <Severity level={data.alert.level} />
        )}
        <span className="grow" />
        {!isAlone && (
          <Link to="/alerts/$alertId" params={{ alertId: id }}>
            {t("alert.ownPage")}
          </Link>
        )}
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <div className="panel-skeleton" aria-hidden="true" />}
      {data !== undefined && <AlertBody detail={data} />}
    </aside>
  );
}

function AlertBody({ detail }: { readonly detail: AlertDetail }) {
  const { t } = useTexts();
  const { alert, matches, comments, isCut } = detail;
  const titleOf = useRuleTitle();
  return (
    <>
      <h2 className="panel-title">{titleOf(alert.title)}</h2>
      <AlertWhy alert={alert} />
      {isCut && <p>{t("alert.cut")}</p>}
      <AlertFacts alert={alert} />
      <AlertActs alert={alert} matches={matches} />
      {alert.kind === "matches" && <Evidence alert={alert} matches={matches} total={alert.matchCount} />}
      <Comments comments={comments} />
    </>
  );
}

function Comments({ comments }: { readonly comments: AlertDetail["comments"] }) {
  const { t } = useTexts();
  return (
    <section aria-label={t("alert.comments")}>
      <h3>{t("alert.comments")}</h3>
      {comments.length === 0 && <p className="quiet">{t("alert.comments.none")}</p>}
      <ul className="comments">
        {comments.map(({ id, personId, text, createdAt }) => (
          <li key={id}>
            <strong>
              <PersonName id={personId} />
            </strong>{" "}
            <span className="quiet">
              <TimeAgo at={createdAt} />
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
