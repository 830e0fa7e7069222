// SPDX-License-Identifier: Apache-2.0
/** What a key must be for to call a route. */
import { KEY_SCOPES, type KeyScope } from "@fengsui/contract";

export type KeyUse =
  /** One with this scope. */
  | KeyScope
  /** Every one: it is about the key itself. */
  | "any"
  /** None. It is for people who are signed in; or for anybody; or for the keys of sources. */
  | "never";

const USES: readonly unknown[] = [...KEY_SCOPES, "any", "never"];

/** Types can be passed by; this cannot. */
export function isKeyUse(value: unknown): value is KeyUse {
  return USES.includes(value);
}
