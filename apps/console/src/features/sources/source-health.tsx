// SPDX-License-Identifier: Apache-2.0
/** How a source is doing, as sign and word. */
import type { Source } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { isPaused, type SourceState } from "./view.ts";

export const SOURCE_STATE_TEXT: Readonly<Record<SourceState, TextKey>> = {
  waiting: "source.waiting",
  active: "source.active",
  silent: "source.silent",
  off: "source.off",
};

export function SourceHealth({ source }: { readonly source: Source }) {
  const { t } = useTexts();
  const isResting = source.state !== "off" && isPaused(source, Date.now());
  return (
    <span className={`health health-${isResting ? "off" : source.state}`}>
      {t(isResting ? "source.paused" : SOURCE_STATE_TEXT[source.state])}
    </span>
  );
}
