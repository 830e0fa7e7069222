// SPDX-License-Identifier: Apache-2.0
/** Light or dark: as the system has it, unless somebody chose. */
import { useSyncExternalStore } from "react";

export type Shade = "light" | "dark";

const KEPT = "fengsui.shade";
const SYSTEM = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function currentShade(): Shade {
  const kept = localStorage.getItem(KEPT);
  if (kept === "light" || kept === "dark") return kept;
  return SYSTEM.matches ? "dark" : "light";
}

function announce(): void {
  document.documentElement.dataset["shade"] = currentShade();
  for (const listener of listeners) listener();
}

SYSTEM.addEventListener("change", announce);
announce();

export function choose(shade: Shade): void {
  localStorage.setItem(KEPT, shade);
  announce();
}

export function useShade(): Shade {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentShade);
}
