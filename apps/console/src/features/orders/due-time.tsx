// SPDX-License-Identifier: Apache-2.0
/** By when an order is to be answered, and what is left; exactly when, in its own time zone, on hover. */
import type { Order } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { deadlineText, whoIsNext } from "./view.ts";

export function DueTime({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  if (whoIsNext(order) === "nobody") return <span className="quiet">–</span>;
  return (
    <span title={deadlineText(order)}>
      {order.isOverdue && <strong>{t("order.isOverdue")} </strong>}
      <TimeAgo at={order.deadline} />
    </span>
  );
}
