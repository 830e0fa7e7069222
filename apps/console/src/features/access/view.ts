// SPDX-License-Identifier: Apache-2.0
/** What the pages of somebody who is not in yet decide. */

/** The token out of the one-time link. It stands after the `#`, so that no server or proxy logs it. */
export function tokenOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";
}

export interface SetupDraft {
  readonly organisation: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const EMPTY_DRAFT: SetupDraft = { organisation: "", name: "", email: "", password: "" };

/** Only when everything is there can it be sent; the hub judges the rest. */
export function isComplete(draft: SetupDraft, minPasswordLength: number): boolean {
  const { organisation, name, email, password } = draft;
  return (
    [organisation, name, email].every((text) => text.trim() !== "") && password.length >= minPasswordLength
  );
}
