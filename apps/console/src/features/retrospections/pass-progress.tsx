// SPDX-License-Identifier: Apache-2.0
/** How far a pass is, how fast it goes and how long it still takes. */
import type { Retrospection } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { formatCount, formatLength } from "../../parts/number.ts";
import { percentOf, progressOf } from "./view.ts";

export const STATE_TEXT: Readonly<Record<Retrospection["state"], TextKey>> = {
  waiting: "retro.waiting",
  running: "retro.running",
  paused: "retro.paused",
  done: "retro.done",
  cancelled: "retro.cancelled",
  failed: "retro.failed",
};

export function PassProgress({ pass }: { readonly pass: Retrospection }) {
  const { t, language } = useTexts();
  const progress = progressOf(pass);
  const isRunning = pass.state === "running";
  return (
    <span className="pass-progress">
      <progress aria-label={t("retro.progress")} value={progress ?? 0} max={1} />
      <span>{percentOf(pass, language)}</span>
      {isRunning && pass.eventsPerSecond !== null && (
        <span className="quiet">
          {t("retro.rate", { rate: formatCount(pass.eventsPerSecond, language) })}
        </span>
      )}
      {isRunning && pass.secondsLeft !== null && (
        <span className="quiet">{t("retro.left", { length: formatLength(pass.secondsLeft, language) })}</span>
      )}
    </span>
  );
}
