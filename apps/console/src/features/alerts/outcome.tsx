// SPDX-License-Identifier: Apache-2.0
import type { Alert } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { VERDICT_TEXT } from "../../parts/words.ts";

/** Open, or how it was closed. */
export function Outcome({ alert: { state, verdict } }: { readonly alert: Alert }) {
  const { t } = useTexts();
  if (state === "open") return t("alerts.state.open");
  // What was over by itself has no verdict.
  return verdict === null ? t("alert.resolved") : t("alert.closedAs", { verdict: t(VERDICT_TEXT[verdict]) });
}
