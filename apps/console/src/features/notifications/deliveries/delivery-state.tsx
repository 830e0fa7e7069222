// SPDX-License-Identifier: Apache-2.0
import type { Delivery } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { STATE_TEXT } from "../words.ts";

const HEALTH: Readonly<Record<Delivery["state"], string>> = {
  waiting: "health-waiting",
  held: "health-waiting",
  sent: "",
  failed: "health-silent",
  given_up: "health-silent",
  withheld: "health-off",
};

export function DeliveryStateText({ delivery: { state } }: { readonly delivery: Pick<Delivery, "state"> }) {
  const { t } = useTexts();
  return <span className={`health ${HEALTH[state]}`}>{t(STATE_TEXT[state])}</span>;
}
