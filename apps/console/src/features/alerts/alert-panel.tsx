// SPDX-License-Identifier: Apache-2.0
/** One alert: why it is there, what it stands on, what was said, what to do. */
import type { Alert } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { AlertActs } from "./alert-acts.tsx";
import { Evidence } from "./evidence.tsx";
import { type AlertDetail, alertQuery } from "./queries.ts";
import { aroundSearch } from "./view.ts";

const ENTITY_TEXT: Readonly<Record<Alert["entityKind"], TextKey>> = {
  host: "entity.host",
  account: "entity.account",
  address: "entity.address",
  none: "entity.other",
  other: "entity.other",
};

export const VERDICT_TEXT: Readonly<Record<NonNullable<Alert["verdict"]>, TextKey>> = {
  true_positive: "verdict.truePositive",
  benign: "verdict.benign",
  false_positive: "verdict.falsePositive",
};

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
  const { alert, matches, comments } = detail;
  return (
    <>
      <h2 className="panel-title">{alert.title}</h2>
      <p className="why">
        {t("alert.why", { count: alert.matchCount })} {alert.isRetrospective && t("alert.retrospective")}
      </p>
      <dl className="facts">
        <div>
          <dt>{t(ENTITY_TEXT[alert.entityKind])}</dt>
          <dd>
            {alert.entity === "" ? (
              "–"
            ) : (
              <Link to="/search" search={aroundSearch(alert)} title={t("alert.around")}>
                {alert.entity}
              </Link>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("alert.first")}</dt>
          <dd>
            <TimeAgo at={alert.firstEventAt} />
          </dd>
        </div>
        <div>
          <dt>{t("alerts.last")}</dt>
          <dd>
            <TimeAgo at={alert.lastEventAt} />
          </dd>
        </div>
        <div>
          <dt>{t("alerts.assignee")}</dt>
          <dd>
            <PersonName id={alert.assigneeId} />
          </dd>
        </div>
        <div>
          <dt>{t("alerts.state")}</dt>
          <dd>
            {alert.verdict === null
              ? t("alerts.state.open")
              : t("alert.closedAs", { verdict: t(VERDICT_TEXT[alert.verdict]) })}
          </dd>
        </div>
      </dl>
      <AlertActs alert={alert} matches={matches} />
      <Evidence matches={matches} total={alert.matchCount} />
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
