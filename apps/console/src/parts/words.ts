// SPDX-License-Identifier: Apache-2.0
/** Words that several features say: levels and verdicts. */
import type { ALERT_LEVELS, VERDICTS } from "@fengsui/contract";
import type { TextKey } from "../app/texts.ts";

export type Level = (typeof ALERT_LEVELS)[number];
export type Verdict = (typeof VERDICTS)[number];

export const LEVEL_TEXT: Readonly<Record<Level, TextKey>> = {
  critical: "level.critical",
  high: "level.high",
  medium: "level.medium",
  low: "level.low",
  informational: "level.informational",
};

export const VERDICT_TEXT: Readonly<Record<Verdict, TextKey>> = {
  true_positive: "verdict.truePositive",
  benign: "verdict.benign",
  false_positive: "verdict.falsePositive",
};
