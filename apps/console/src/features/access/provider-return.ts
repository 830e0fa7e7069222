// SPDX-License-Identifier: Apache-2.0
/** What is known of a way to a provider when the browser is back: what it was for, and where it goes on. */
import {
  type Identity,
  PROVIDER_PURPOSES,
  type ProviderPurpose,
  type SignInProvider,
} from "@fengsui/contract";
import { queryOptions } from "@tanstack/react-query";
import { safeNext } from "../../app/address.ts";
import { hub } from "../../app/hub.ts";

const NEXT = "fengsui.next";

export const signInProvidersQuery = queryOptions({
  queryKey: ["sign-in-providers"],
  queryFn: ({ signal }) => hub.identities.providers(signal),
  retry: false,
});

/** Who one is elsewhere. */
export const identitiesQuery = queryOptions({
  queryKey: ["identities"],
  queryFn: ({ signal }) => hub.identities.list(signal),
});

/** Where one has several accounts at a provider, it is there once. */
export function usableProviders(identities: readonly Identity[]): SignInProvider[] {
  const names = new Map<string, string>();
  for (const { providerId, providerName } of identities)
    if (providerId !== null && providerName !== null) names.set(providerId, providerName);
  return [...names].map(([id, name]) => ({ id, name }));
}

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
  const [word] = (new URLSearchParams(query).get("state") ?? "").split(".", 1);
  return PROVIDER_PURPOSES.find((purpose) => purpose === word) ?? "enter";
}
