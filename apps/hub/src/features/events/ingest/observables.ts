// SPDX-License-Identifier: Apache-2.0
/**
 * The observables of an event: what its log's fields hold, by the tables of the package of indicators, and what a person
 * said where its account and addresses stand. In the one normal form that indicators have, too.
 */
import { type Kind, normalise, ObservableReader, type Seen } from "@fengsui/indicators";
import type { JsonObject, LogSource } from "@fengsui/sigma";

export interface Observed {
  readonly fields: JsonObject;
  readonly log: LogSource | undefined;
  readonly account: string;
  readonly address: string;
  readonly destination: string;
}

const reader = new ObservableReader();

export function observablesOf({ fields, log, account, address, destination }: Observed): readonly Seen[] {
  const seen = reader.read(fields, log);
  addOnce(seen, { kind: "account", text: account, field: "user.name" });
  addOnce(seen, { kind: "ipv4-addr", text: address, field: "source.ip" });
  addOnce(seen, { kind: "ipv4-addr", text: destination, field: "destination.ip" });
  return seen;
}

/** An address may turn out to be of the other version. */
function addOnce(
  seen: Seen[],
  { kind, text, field }: { readonly kind: Kind; readonly text: string; readonly field: string },
): void {
  const found = text === "" ? undefined : normalise(kind, text);
  if (found === undefined || seen.some((one) => one.value === found.value && one.kind === found.kind)) return;
  seen.push({ ...found, field });
}
