// SPDX-License-Identifier: Apache-2.0
/** What is known of a way to a provider when the browser is back: what it was for, and where it goes on. */
import type { ProviderPurpose } from "@fengsui/contract";
import { safeNext } from "../../app/address.ts";

const NEXT = "fengsui.next";

/** The provider keeps nothing of it. */
export function keepNext(next: string | undefined): void {
  sessionStorage.setItem(NEXT, safeNext(next));
}

export function takeNext(): string {
  const next = safeNext(sessionStorage.getItem(NEXT) ?? undefined);
  sessionStorage.removeItem(NEXT);
  return next;
}

/** The hub compares it with what it knows of the way. */
export function purposeOf(query: string): ProviderPurpose {
  const state = new URLSearchParams(query).get("state") ?? "";
  return state.startsWith("connect.") ? "connect" : "enter";
}
