// SPDX-License-Identifier: Apache-2.0
/**
 * The hub wants a fresh proof that the person is there. However many requests wait for it, it is asked for once; where
 * it is given they are sent again, where not they fail as the hub said.
 */
import { useSyncExternalStore } from "react";

interface Asked {
  readonly given: Promise<boolean>;
  readonly answer: (isGiven: boolean) => void;
}

let asked: Asked | undefined;
const watchers = new Set<() => void>();

export async function askForProof(): Promise<boolean> {
  // Nobody is there who could show it.
  if (watchers.size === 0) return false;
  if (asked === undefined) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    asked = { given: promise, answer: resolve };
    tell();
  }
  return await asked.given;
}

export function answerProof(isGiven: boolean): void {
  asked?.answer(isGiven);
  asked = undefined;
  tell();
}

export function useIsProofAsked(): boolean {
  return useSyncExternalStore(watch, () => asked !== undefined);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    // Whoever signs out meanwhile proves nothing any more.
    if (watchers.size === 0) answerProof(false);
  };
}

function tell(): void {
  for (const watcher of watchers) watcher();
}
