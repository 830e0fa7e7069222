// SPDX-License-Identifier: Apache-2.0
/** How far somebody came in the tour of this demo, kept in this browser. */
import { useEffect, useState } from "react";
import { type Progress, readProgress, type TourFacts, withDone } from "./view.ts";

export function useProgress(
  storyStartsAt: string,
  facts: TourFacts | undefined,
): readonly [Progress, (change: Partial<Progress>) => void] {
  const key = `fengsui.tour.${storyStartsAt}`;
  const [kept, setKept] = useState(() => readProgress(localStorage.getItem(key)));
  const progress = facts === undefined ? kept : withDone(kept, facts);
  useEffect(() => {
    localStorage.setItem(key, JSON.stringify(progress));
    if (progress !== kept) setKept(progress);
  }, [key, progress, kept]);
  return [progress, (change) => setKept((now) => ({ ...now, ...change }))];
}
