// SPDX-License-Identifier: Apache-2.0
import type { Delivery } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { KIND_TEXT } from "../words.ts";

/** A mail or a call, and what of. */
export function DeliveryWhat({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTexts();
  const { channel, mode, kinds, count } = delivery;
  const way = t(channel === "mail" ? "deliveries.mail" : "deliveries.call");
  const [kind] = kinds;
  if (mode === "test" || kind === undefined) return <>{`${way}: ${t("delivery.mode.test")}`}</>;
  const named = t(KIND_TEXT[kind]);
  return (
    <>
      {count === 1 ? `${way}: ${named}` : `${way}: ${t("deliveries.several", { named, count: count - 1 })}`}
    </>
  );
}
