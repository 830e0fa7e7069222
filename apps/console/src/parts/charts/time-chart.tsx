// SPDX-License-Identifier: Apache-2.0
/** Amounts over time as bars, stacked where there are several; the same as a table. A span of it can be chosen. */
import { useEffect, useRef } from "react";
import { useShade } from "../../app/theme.ts";
import { useTexts } from "../../app/use-texts.ts";
import { formatCount } from "../number.ts";
import { exactTime } from "../time.ts";
import type { Chart, ChartOption } from "./echarts.ts";
import { brushOption, type Series, startName, timeChartOption } from "./option.ts";

export type { Series } from "./option.ts";

interface TimeChartProps {
  readonly label: string;
  readonly starts: readonly number[];
  readonly intervalMs: number;
  readonly series: readonly Series[];
  readonly height: number;
  /** Choosing a span by dragging, or an interval by a click. */
  readonly onChoose?: (from: number, to: number) => void;
}

export function TimeChart(props: TimeChartProps) {
  const { label, starts, intervalMs, series, height } = props;
  const { t, language } = useTexts();
  const element = useChart(props);
  const total = series.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
  return (
    <figure className="chart">
      <div
        ref={element}
        role="img"
        aria-label={t("chart.label", { label, total: formatCount(total, language) })}
        className="chart-canvas"
        style={{ height }}
      />
      <details className="chart-table">
        <summary>{t("chart.table")}</summary>
        <div className="scrolls">
          <table>
            <caption className="unseen">{label}</caption>
            <thead>
              <tr>
                <th scope="col">{t("chart.time")}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {starts.map((start, index) => (
                <tr key={start}>
                  <th scope="row" title={exactTime(new Date(start).toISOString())}>
                    {startName(start, intervalMs)}
                  </th>
                  {series.map(({ name, counts }) => (
                    <td key={name}>{formatCount(counts[index] ?? 0, language)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The element to draw in. ECharts is loaded when it is first needed, and told when something changes. */
function useChart({ starts, intervalMs, series, onChoose }: TimeChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const shade = useShade();
  const { language } = useTexts();
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });
  const canChoose = onChoose !== undefined;
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const drawn = draw(place, {
      option: timeChartOption({
        starts,
        intervalMs,
        series,
        language,
        shade,
        styles: getComputedStyle(place),
      }),
      onChoose: canChoose
        ? (first, last) => {
            const [from, to] = [starts[first], starts[last]];
            if (from !== undefined && to !== undefined) choose.current?.(from, to + intervalMs);
          }
        : undefined,
    });
    return () => drawn.stop();
  }, [starts, intervalMs, series, language, shade, canChoose]);
  return element;
}

interface Drawing {
  readonly option: ChartOption;
  readonly onChoose: ((first: number, last: number) => void) | undefined;
}

const charts = new WeakMap<HTMLElement, Chart>();

function draw(place: HTMLElement, { option, onChoose }: Drawing): { stop: () => void } {
  let isStopped = false;
  let observer: ResizeObserver | undefined;
  void import("./echarts.ts").then(({ init }) => {
    if (isStopped) return;
    const chart = charts.get(place) ?? init(place);
    charts.set(place, chart);
    chart.setOption(option, { notMerge: true });
    if (onChoose !== undefined) listen(chart, onChoose);
    observer = new ResizeObserver(() => chart.resize());
    observer.observe(place);
  });
  return {
    stop: () => {
      isStopped = true;
      observer?.disconnect();
      if (place.isConnected) return;
      charts.get(place)?.dispose();
      charts.delete(place);
    },
  };
}

function listen(chart: Chart, onChoose: (first: number, last: number) => void): void {
  chart.setOption(brushOption());
  chart.dispatchAction({
    type: "takeGlobalCursor",
    key: "brush",
    brushOption: { brushType: "lineX", brushMode: "single" },
  });
  chart.off("brushEnd");
  chart.on("brushEnd", (event) => {
    const range = chosenRange(event);
    if (range === undefined) return;
    chart.dispatchAction({ type: "brush", areas: [] });
    onChoose(...range);
  });
}

/** What ECharts says of a brush, as far as it is the first and last bar. */
function chosenRange(event: unknown): [number, number] | undefined {
  if (typeof event !== "object" || event === null || !("areas" in event) || !Array.isArray(event.areas))
    return undefined;
  const [area]: unknown[] = event.areas;
  if (typeof area !== "object" || area === null || !("coordRange" in area)) return undefined;
  const { coordRange } = area;
  if (!Array.isArray(coordRange)) return undefined;
  const [first, last]: unknown[] = coordRange;
  return typeof first === "number" && typeof last === "number" ? [first, last] : undefined;
}
