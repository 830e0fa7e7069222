// SPDX-License-Identifier: Apache-2.0
/** One suppression: what it is about, why, until when, and ending it. */
import type { Suppression } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useEndSuppression } from "./queries.ts";
import { RuleTitle } from "./rule-title.tsx";
import { STATE_TEXT } from "./state-text.ts";
import { stateOf } from "./view.ts";

interface PanelProps {
  readonly suppression: Suppression;
  readonly mayAct: boolean;
  readonly onClose: () => void;
}

export function SuppressionPanel({ suppression, mayAct, onClose }: PanelProps) {
  const { t } = useTexts();
  const end = useEndSuppression();
  const { id, ruleId, conditions, reason, expiresAt, endedAt, createdAt, createdBy } = suppression;
  const state = stateOf(suppression, Date.now());
  return (
    <aside className="panel" aria-label={t("suppressions.one")}>
      <header className="panel-head">
        <span className="quiet">{t(STATE_TEXT[state])}</span>
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">
        <RuleTitle id={ruleId} />
      </h2>
      <p className="why">{reason}</p>
      <dl className="facts">
        <div>
          <dt>{t("suppressions.ends")}</dt>
          <dd title={exactTime(endedAt ?? expiresAt)}>
            <TimeAgo at={endedAt ?? expiresAt} />
          </dd>
        </div>
        <div>
          <dt>{t("suppressions.since")}</dt>
          <dd>
            <TimeAgo at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>{t("suppressions.by")}</dt>
          <dd>
            <PersonName id={createdBy} />
          </dd>
        </div>
      </dl>
      {conditions.length > 0 && (
        <section aria-label={t("suppressions.conditions")}>
          <h3>{t("suppressions.conditions")}</h3>
          <table className="fields">
            <tbody>
              {conditions.map(({ field, equals }) => (
                <tr key={`${field}\0${equals}`}>
                  <th scope="row">{field}</th>
                  <td>{equals}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {ruleId !== null && (
        <Link to="/alerts" search={{ rule: ruleId, state: "all" }}>
          {t("rules.itsAlerts")}
        </Link>
      )}
      {mayAct && state === "active" && (
        <section className="acts" aria-label={t("alert.acts")}>
          <p className="quiet">{t("suppressions.end.says")}</p>
          <div className="act-row">
            <Button loading={end.isPending} onClick={() => end.mutate(id)}>
              {t("suppressions.end")}
            </Button>
          </div>
          {end.error !== null && <ProblemNotice error={end.error} />}
        </section>
      )}
    </aside>
  );
}
