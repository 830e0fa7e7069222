// SPDX-License-Identifier: Apache-2.0
/** How alerts and events went over time. A chosen span leads to what is in it. */
import type { Situation } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Card } from "../../parts/card.tsx";
import { TimeChart } from "../../parts/charts/time-chart.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { isoRange, startsOf } from "../../parts/time-range.ts";
import { countsAt, trendRows, type Window } from "./view.ts";

const HEIGHT = 144;

export function AlertTrend({
  data,
}: {
  readonly data: { readonly at: Window; readonly figures: Situation } | undefined;
}) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const starts = useMemo(() => (data === undefined ? [] : startsOf(data.at, data.at.intervalMs)), [data]);
  const series = useMemo(
    () =>
      data === undefined
        ? []
        : trendRows(data.figures.alerts.trend, data.at).map(({ key, counts }) => ({
            name: t(LEVEL_TEXT[key]),
            colour: `--${key}`,
            counts,
          })),
    [data, t],
  );
  const show = (from: number, to: number) =>
    void navigate({ to: "/alerts", search: { state: "all", ...isoRange({ from, to }) } });
  return (
    <Card title={t("situation.alertTrend")}>
      {data === undefined ? (
        <div className="chart-wait" style={{ height: HEIGHT }} aria-hidden="true" />
      ) : (
        <TimeChart
          label={t("situation.alertTrend")}
          starts={starts}
          intervalMs={data.at.intervalMs}
          series={series}
          height={HEIGHT}
          onChoose={show}
        />
      )}
    </Card>
  );
}

interface EventTrendProps {
  readonly data:
    | { readonly at: Window; readonly buckets: readonly { readonly start: string; readonly count: number }[] }
    | undefined;
  readonly error: unknown;
}

export function EventTrend({ data, error }: EventTrendProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const starts = useMemo(() => (data === undefined ? [] : startsOf(data.at, data.at.intervalMs)), [data]);
  const series = useMemo(
    () =>
      data === undefined
        ? []
        : [{ name: t("situation.events"), colour: "--accent", counts: countsAt(data.buckets, starts) }],
    [data, starts, t],
  );
  const show = (from: number, to: number) => void navigate({ to: "/search", search: isoRange({ from, to }) });
  return (
    <Card title={t("situation.eventTrend")}>
      {error !== null && data === undefined && <ProblemNotice error={error} />}
      {data === undefined ? (
        error === null && <div className="chart-wait" style={{ height: HEIGHT }} aria-hidden="true" />
      ) : (
        <TimeChart
          label={t("situation.eventTrend")}
          starts={starts}
          intervalMs={data.at.intervalMs}
          series={series}
          height={HEIGHT}
          onChoose={show}
        />
      )}
    </Card>
  );
}
