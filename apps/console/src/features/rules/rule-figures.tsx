// SPDX-License-Identifier: Apache-2.0
/** What one rule was asked, found and cost in the last days; of a correlation, where it was cut short. */
import type { Rule, RuleFigures } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { TimeChart } from "../../parts/charts/time-chart.tsx";
import { formatCount } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { FIGURES_DAYS, ruleFiguresQuery } from "./queries.ts";
import { FIGURE_TEXT, FIGURES } from "./view.ts";

const HEIGHT = 120;
const DAY_MS = 24 * 3_600_000;

/** What the hub itself observes, and what only takes something out of rules, has none. */
export function Figures({ rule }: { readonly rule: Rule }) {
  if (rule.kind === "filter" || rule.origin === "built_in") return null;
  return <Counted rule={rule} />;
}

function Counted({ rule: { id, kind } }: { readonly rule: Rule }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(ruleFiguresQuery(id));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (kind === "correlation") return <CutHours hours={data?.cutHours ?? []} />;
  return (
    <section aria-label={t("rules.figures")}>
      <div className="section-head">
        <h3>{t("rules.figures")}</h3>
        <span className="quiet">{t("rules.figures.of", { days: FIGURES_DAYS })}</span>
      </div>
      {data === undefined ? <div className="panel-skeleton" aria-hidden="true" /> : <Told figures={data} />}
    </section>
  );
}

function Told({ figures: { live, retrospective, days } }: { readonly figures: RuleFigures }) {
  const { t, language } = useTexts();
  const starts = useMemo(() => days.map(({ day }) => startOf(day)), [days]);
  const counts = useMemo(() => days.map(({ matches }) => matches), [days]);
  const name = t("rules.figures.matches");
  const series = useMemo(() => [{ name, colour: "--accent", counts }], [name, counts]);
  return (
    <>
      <dl className="facts">
        {FIGURES.map((figure) => (
          <div key={figure} title={t(FIGURE_TEXT[figure].says)}>
            <dt>{t(FIGURE_TEXT[figure].name)}</dt>
            <dd>{formatCount(live[figure], language)}</dd>
          </div>
        ))}
      </dl>
      {retrospective.evaluated > 0 && (
        <p className="quiet">
          {t("rules.figures.retrospective", {
            evaluated: formatCount(retrospective.evaluated, language),
            matches: formatCount(retrospective.matches, language),
          })}
        </p>
      )}
      {live.matches > 0 && (
        <>
          <p className="quiet">{t("rules.figures.byDay")}</p>
          <TimeChart
            label={t("rules.figures.byDay")}
            starts={starts}
            intervalMs={DAY_MS}
            series={series}
            height={HEIGHT}
          />
        </>
      )}
    </>
  );
}

/** Where the reader is, a day of UTC has the same name. */
function startOf(day: string): number {
  return new Date(`${day}T00:00`).getTime();
}

function CutHours({ hours }: { readonly hours: readonly string[] }) {
  const { t } = useTexts();
  if (hours.length === 0) return null;
  return (
    <section aria-label={t("rules.cut")}>
      <h3>{t("rules.cut")}</h3>
      <p>{t("rules.cut.says")}</p>
      <ul>
        {hours.map((hour) => (
          <li key={hour}>
            <time dateTime={hour}>{exactTime(hour)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
