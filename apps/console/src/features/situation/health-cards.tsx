// SPDX-License-Identifier: Apache-2.0
/** Whether what detection stands on is sound: sources, records that could not be read, look-backs, suppressions. */
import type { Situation, Source } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Card, CardSkeleton } from "../../parts/card.tsx";
import { formatCount, formatLength } from "../../parts/number.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { underWayQuery } from "../retrospections/queries.ts";
import { percentOf } from "../retrospections/view.ts";
import { SOURCE_STATE_TEXT, SourceHealth } from "../sources/source-health.tsx";
import { byUrgency, STATES_BY_URGENCY } from "../sources/view.ts";

const SHOWN = 4;

export function SourcesCard({ sources }: { readonly sources: readonly Source[] | undefined }) {
  const { t } = useTexts();
  const rows = byUrgency(sources ?? []);
  const counts = STATES_BY_URGENCY.map(
    (state) => [state, rows.filter((source) => source.state === state).length] as const,
  );
  return (
    <Card title={t("nav.sources")} link={{ to: "/sources", search: {} }}>
      {sources === undefined && <CardSkeleton />}
      {sources?.length === 0 && <p className="quiet">{t("sources.none")}</p>}
      <p className="summary-line">
        {counts
          .filter(([, count]) => count > 0)
          .map(([state, count], index) => (
            <Fragment key={state}>
              {index > 0 && " · "}
              <Link to="/sources" search={{ state }}>
                {t(SOURCE_STATE_TEXT[state])} {count}
              </Link>
            </Fragment>
          ))}
      </p>
      <ul className="lines">
        {rows.slice(0, SHOWN).map((source) => (
          <li key={source.id}>
            <Link to="/sources" search={{ open: source.id }} title={source.name}>
              {source.name}
            </Link>
            <SourceHealth source={source} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function DeadLetterCard({ figures }: { readonly figures: Situation | undefined }) {
  const { t, language } = useTexts();
  const letters = figures?.deadLetters;
  return (
    <Card title={t("nav.deadLetters")} link={{ to: "/dead-letters", search: {} }}>
      {letters === undefined && <CardSkeleton lines={2} />}
      {letters?.total === 0 && <p className="quiet">{t("deadLetters.none")}</p>}
      {letters !== undefined && letters.total > 0 && (
        <p>
          <Link to="/dead-letters" search={{}} className="figure-count">
            {formatCount(letters.total, language)}
          </Link>{" "}
          <span className="quiet">
            {letters.lastReceivedAt !== null && (
              <>
                {t("situation.lastLetter")} <TimeAgo at={letters.lastReceivedAt} />
              </>
            )}
          </span>
        </p>
      )}
    </Card>
  );
}

export function RetrospectionCard() {
  const { t, language } = useTexts();
  const { data, error } = useQuery(underWayQuery);
  return (
    <Card title={t("nav.retrospections")} link={{ to: "/retrospections", search: {} }}>
      {data === undefined && error === null && <CardSkeleton lines={2} />}
      {data?.length === 0 && <p className="quiet">{t("retro.noneUnderWay")}</p>}
      <ul className="lines">
        {data?.slice(0, SHOWN).map((pass) => (
          <li key={pass.id}>
            <Link to="/retrospections" search={{ open: pass.id }}>
              {t("retro.ofRules", { count: pass.ruleCount })}
            </Link>
            <span className="quiet">
              {percentOf(pass, language)}
              {pass.secondsLeft !== null && ` · ${formatLength(pass.secondsLeft, language)}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function SuppressionsCard({ figures }: { readonly figures: Situation | undefined }) {
  const { t } = useTexts();
  const suppressions = figures?.suppressions;
  return (
    <Card title={t("nav.suppressions")} link={{ to: "/suppressions", search: {} }}>
      {suppressions === undefined && <CardSkeleton lines={2} />}
      {suppressions !== undefined && (
        <p className="summary-line">
          {t("situation.suppressions", { count: suppressions.active, soon: suppressions.endingSoon.length })}
        </p>
      )}
      <ul className="lines">
        {suppressions?.endingSoon.slice(0, SHOWN).map(({ id, reason, ruleTitle, expiresAt }) => (
          <li key={id}>
            <Link to="/suppressions" search={{ open: id }} title={reason}>
              {ruleTitle ?? reason}
            </Link>
            <span className="quiet">
              <TimeAgo at={expiresAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
