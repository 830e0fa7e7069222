// SPDX-License-Identifier: Apache-2.0
/** As much of ECharts as our charts need: a chunk of its own, loaded by the first chart. */
import { BarChart, LineChart } from "echarts/charts";
import { BrushComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, BrushComponent, GridComponent, TooltipComponent, CanvasRenderer]);

export type { EChartsCoreOption as ChartOption, EChartsType as Chart } from "echarts/core";
export { init };
