// SPDX-License-Identifier: Apache-2.0
/** A marking of the Traffic Light Protocol 2.0 as its labelled chip, in the colours that the standard names. */
import type { Sharing } from "@fengsui/contract";

export type Marking = NonNullable<Sharing["marking"]>;

export function tlpName(marking: Marking): string {
  return `TLP:${marking.toUpperCase()}`;
}

export function TlpChip({ marking }: { readonly marking: Marking }) {
  return (
    <span className="tlp" data-marking={marking}>
      {tlpName(marking)}
    </span>
  );
}
