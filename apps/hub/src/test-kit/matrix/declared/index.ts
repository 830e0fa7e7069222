// SPDX-License-Identifier: Apache-2.0
/** Every route of the hub: a feature that has a new one says here what becomes of it. */
import type { Declaration, Declarations } from "../declare.ts";
import { ACCESS, ACCOUNTS, KEYS, NOTIFICATIONS, RETENTION } from "./access.ts";
import { CONSTITUENCY } from "./constituency.ts";
import { INDICATORS } from "./indicators.ts";
import { LEDGER } from "./ledger.ts";
import { PROVIDERS } from "./providers.ts";
import { PUBLICATIONS } from "./publications.ts";
import { SHARING } from "./sharing.ts";
import { DETECTION, EVENTS } from "./watching.ts";
import { CASES, ORDERS } from "./work.ts";

export const DECLARED: Declarations = {
  ...ACCESS,
  ...ACCOUNTS,
  ...KEYS,
  ...RETENTION,
  ...NOTIFICATIONS,
  ...EVENTS,
  ...DETECTION,
  ...INDICATORS,
  ...CASES,
  ...ORDERS,
  ...LEDGER,
  ...SHARING,
  ...PUBLICATIONS,
  ...PROVIDERS,
  ...CONSTITUENCY,
};

/** What shippers call, with the key of a source; nobody comes there as a person. */
const OF_SHIPPERS =
  /^(?:POST|PUT|GET|HEAD) (?:\/elastic(?:\/\S+)?|(?:\/:index)?\/_bulk|\/ingest\/v1\/events|\/v1\/logs)$/;

export function declarationOf(name: string): Declaration | undefined {
  return DECLARED[name] ?? (OF_SHIPPERS.test(name) ? { gate: "key", allowed: [] } : undefined);
}
