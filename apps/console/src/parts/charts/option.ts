// SPDX-License-Identifier: Apache-2.0
/** What ECharts is told: bars over time, in the colours of the page, with nothing that moves. */
import { formatCount } from "../number.ts";
import { exactTime, shortTime } from "../time.ts";
import type { ChartOption } from "./echarts.ts";

export interface Series {
  readonly name: string;
  /** A colour of the page: `--critical`. */
  readonly colour: string;
  readonly counts: readonly number[];
}

interface OptionParts {
  readonly starts: readonly number[];
  readonly intervalMs: number;
  readonly series: readonly Series[];
  readonly language: string;
  readonly shade: "light" | "dark";
  /** They hold the colours of the shade. */
  readonly styles: Pick<CSSStyleDeclaration, "getPropertyValue">;
}

export function timeChartOption({
  starts,
  intervalMs,
  series,
  language,
  shade,
  styles,
}: OptionParts): ChartOption {
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const text = { color: colour("--quiet"), fontSize: 11 };
  const names = starts.map((start) => startName(start, intervalMs));
  const isOneDay = (starts.at(-1) ?? 0) - (starts[0] ?? 0) < 2 * DAY_MS;
  const nameOf = (name: string) => {
    if (intervalMs >= MONTH_MS) return name;
    if (intervalMs >= DAY_MS) return name.slice(0, 5);
    return isOneDay ? name.slice(6) : name;
  };
  return {
    animation: false,
    darkMode: shade === "dark",
    grid: { left: 0, right: 4, top: 8, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colour("--hover") } },
      backgroundColor: colour("--surface"),
      borderColor: colour("--line"),
      textStyle: { color: colour("--text"), fontSize: 12 },
      valueFormatter: (value: unknown) => formatCount(Number(value), language),
      // Nothing of the page's own is behind it, so it may leave the chart.
      confine: true,
    },
    xAxis: {
      type: "category",
      data: names,
      axisLabel: { ...text, hideOverlap: true, formatter: nameOf },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--line") } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { ...text, formatter: (value: number) => formatCount(value, language) },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: series.map(({ name, colour: own, counts }) => ({
      type: "bar",
      name,
      stack: "all",
      data: counts,
      barCategoryGap: "20%",
      barMaxWidth: 32,
      itemStyle: { color: colour(own) },
      emphasis: { disabled: true },
      cursor: "default",
    })),
  };
}

const DAY_MS = 24 * 60 * 60_000;
const MONTH_MS = 28 * DAY_MS;

/** What begins there: a month by its name, anything shorter by day and time. */
export function startName(start: number, intervalMs: number): string {
  return intervalMs >= MONTH_MS ? exactTime(new Date(start).toISOString()).slice(0, 7) : shortTime(start);
}

export function brushOption(): ChartOption {
  return {
    brush: {
      toolbox: [],
      xAxisIndex: 0,
      brushType: "lineX",
      throttleType: "debounce",
      throttleDelay: 100,
      transformable: false,
      outOfBrush: { colorAlpha: 0.3 },
    },
  };
}
