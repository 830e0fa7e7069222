// SPDX-License-Identifier: Apache-2.0
/** The kinds of observables as the event store has them, those that hubs of before wrote among them. */
import { type Kind, normalise, type Observable, recognise } from "@fengsui/indicators";
import { kindOf } from "./load-changes.ts";

export interface StoredObservable {
  readonly kind: string;
  readonly value: string;
}

/** What hubs of before called the kinds, of values in no normal form. Their hashes say by their length what they are. */
const FORMER: ReadonlyMap<string, Kind> = new Map([
  ["ip", "ipv4-addr"],
  ["domain", "domain-name"],
  ["file", "file-path"],
]);

export function readObservable({ kind: name, value }: StoredObservable): Observable {
  const kind = kindOf(name) ?? FORMER.get(name);
  const found = kind === undefined ? recognise(value) : normalise(kind, value);
  return found ?? { kind: kind ?? "account", value };
}
