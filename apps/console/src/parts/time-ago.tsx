// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";
import { useTexts } from "../app/use-texts.ts";
import { exactTime, relativeTime } from "./time.ts";

const STEP_MS = 30_000;
const listeners = new Set<() => void>();
setInterval(() => {
  for (const listener of listeners) listener();
}, STEP_MS);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How long ago; exactly when, on hover. */
export function TimeAgo({ at }: { readonly at: string }) {
  const { language } = useTexts();
  const now = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1000) * 1000);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relativeTime(at, now, language)}
    </time>
  );
}
