// SPDX-License-Identifier: Apache-2.0
/** The overview: what there is to do, how it moves, and whether what it stands on is sound. Each figure leads to its records. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useChosenOrganisation } from "../../app/organisation-choice.ts";
import { useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { sourcesQuery } from "../sources/queries.ts";
import { filterSources } from "../sources/view.ts";
import { AlertTrend, EventTrend } from "./charts.tsx";
import { Figures } from "./figures.tsx";
import { DeadLetterCard, RetrospectionCard, SourcesCard, SuppressionsCard } from "./health-cards.tsx";
import { NextSteps } from "./next-steps.tsx";
import { OrganisationTable } from "./organisation-table.tsx";
import { eventTrendQuery, situationQuery } from "./queries.ts";
import { TopEntities, TopRules, TopTechniques } from "./top-lists.tsx";
import { OVERVIEW_SPANS, type OverviewSpan, readSpan, stepsLeft } from "./view.ts";
import { WorkFigures } from "./work-figures.tsx";

const SPAN_TEXT: Readonly<Record<OverviewSpan, TextKey>> = {
  "24h": "span.day",
  "7d": "span.week",
  "30d": "span.month",
};

export function SituationPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const span = readSpan(useSearch({ from: "/inside/situation" })["span"]);
  const organisation = useChosenOrganisation();
  const own = useSession().organisations.map(({ id }) => id);
  const situation = useQuery(situationQuery(span, organisation));
  const events = useQuery(eventTrendQuery(span));
  const sources = useQuery(sourcesQuery);
  const figures = situation.data?.figures;
  const at = situation.data?.at;
  const steps = figures && sources.data && stepsLeft(sources.data, figures.rules);
  const error = situation.error ?? sources.error;
  return (
    <div className="page">
      <section className="page-main" aria-label={t("nav.situation")}>
        <header className="page-head">
          <h1>{t("nav.situation")}</h1>
          <span className="grow" />
          <Choices
            label={t("span.label")}
            value={span}
            choices={OVERVIEW_SPANS.map((value) => ({ value, label: t(SPAN_TEXT[value]) }))}
            onChange={(next) =>
              void navigate({ to: "/situation", search: next === "24h" ? {} : { span: next } })
            }
          />
        </header>
        {error !== null && (
          <ProblemNotice
            error={error}
            onRetry={() => {
              void situation.refetch();
              void sources.refetch();
            }}
          />
        )}
        {steps !== undefined && <NextSteps steps={steps} />}
        <Figures
          figures={figures}
          events={organisation === undefined ? events.data?.buckets : "ofAll"}
          span={span}
          at={at}
        />
        <WorkFigures figures={figures} />
        {figures !== undefined && at !== undefined && figures.organisations.length > 0 && (
          <OrganisationTable lines={figures.organisations} at={at} own={own} />
        )}
        <div className="cards two">
          <AlertTrend data={situation.data} />
          {organisation === undefined && <EventTrend data={events.data} error={events.error} />}
          <TopRules rows={figures?.topRules} at={at} />
          <TopEntities rows={figures?.topEntities} at={at} />
          <TopTechniques rows={figures?.techniques} at={at} hasAlerts={figures?.topRules.length !== 0} />
        </div>
        <div className="cards four">
          <SourcesCard
            sources={sources.data && filterSources(sources.data, { state: undefined, organisation })}
          />
          <DeadLetterCard figures={figures} />
          <RetrospectionCard />
          <SuppressionsCard figures={figures} />
        </div>
      </section>
    </div>
  );
}
