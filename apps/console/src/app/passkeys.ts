// SPDX-License-Identifier: Apache-2.0
/** What the browser does with passkeys. What it takes for that is loaded when it is asked. */
import type { PasskeyCreation, PasskeyQuestion } from "@fengsui/contract";

/** As the address of the page allows it: a secure one, with a name and not a number. */
export const HAS_PASSKEYS =
  typeof window.PublicKeyCredential === "function" && !/^[\d.]+$|:/.test(window.location.hostname);

const load = () => import("@simplewebauthn/browser");

/** Has the person choose a passkey; whatever was asked before is asked no more. */
export async function answerWithPasskey(question: PasskeyQuestion): Promise<object> {
  return await (await load()).startAuthentication({ optionsJSON: question });
}

/** Offers passkeys where the address is typed, if the browser can; undefined where it cannot. */
export async function offerPasskeys(ask: () => Promise<PasskeyQuestion>): Promise<object | undefined> {
  const { browserSupportsWebAuthnAutofill, startAuthentication } = await load();
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  return await startAuthentication({ optionsJSON: await ask(), useBrowserAutofill: true });
}

export async function stopOffering(): Promise<void> {
  (await load()).WebAuthnAbortService.cancelCeremony();
}

export async function makePasskey(creation: PasskeyCreation): Promise<object> {
  return await (await load()).startRegistration({ optionsJSON: creation });
}

/** The person closed the browser's own question, or let it run out: nothing went wrong. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}
