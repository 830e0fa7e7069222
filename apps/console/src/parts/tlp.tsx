// SPDX-License-Identifier: Apache-2.0
/**
 * A marking of the Traffic Light Protocol 2.0 as its labelled chip, in the colours that the standard names, and beside it
 * what may be done (PAP), whose levels have the same colours.
 */
import type { Marking, Pap } from "@fengsui/contract";
import type { TextKey } from "../app/texts.ts";
import { useTexts } from "../app/use-texts.ts";

export type { Marking } from "@fengsui/contract";

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

export const PAP_TEXT: Readonly<Record<Pap, TextKey>> = {
  clear: "pap.says.clear",
  green: "pap.says.green",
  amber: "pap.says.amber",
  red: "pap.says.red",
};

export function papName(pap: Pap): string {
  return `PAP:${pap.toUpperCase()}`;
}

export function PapChip({ pap }: { readonly pap: Pap }) {
  const { t } = useTexts();
  return (
    <span className="tlp" data-marking={pap} title={t(PAP_TEXT[pap])}>
      {papName(pap)}
    </span>
  );
}
