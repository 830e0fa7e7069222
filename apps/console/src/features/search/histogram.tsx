// SPDX-License-Identifier: Apache-2.0
/** How the events lie in time. Dragging over a part of it searches there. */
import { useMemo } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { TimeChart } from "../../parts/charts/time-chart.tsx";
import { type Interval, isoRange, startsOf, type TimeRange } from "../../parts/time-range.ts";
import { countsAt } from "../situation/view.ts";

const HEIGHT = 96;

interface HistogramProps {
  readonly data:
    | {
        readonly interval: Interval;
        readonly intervalMs: number;
        readonly buckets: readonly { readonly start: string; readonly count: number }[];
      }
    | undefined;
  readonly onChoose: (range: TimeRange) => void;
}

export function Histogram({ data, onChoose }: HistogramProps) {
  const { t } = useTexts();
  const starts = useMemo(() => (data === undefined ? [] : startsOf(data.interval, data.intervalMs)), [data]);
  const series = useMemo(
    () =>
      data === undefined
        ? []
        : [{ name: t("situation.events"), colour: "--accent", counts: countsAt(data.buckets, starts) }],
    [data, starts, t],
  );
  if (data === undefined) return <div className="chart-wait" style={{ height: HEIGHT }} aria-hidden="true" />;
  return (
    <TimeChart
      label={t("search.histogram")}
      starts={starts}
      intervalMs={data.intervalMs}
      series={series}
      height={HEIGHT}
      onChoose={(from, to) => onChoose(isoRange({ from, to }))}
    />
  );
}
