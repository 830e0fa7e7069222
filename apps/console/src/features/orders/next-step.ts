// SPDX-License-Identifier: Apache-2.0
/** What is next in an order, as each side reads it. */
import type { Order } from "@fengsui/contract";
import { useOrganisationsAs } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { whoIsNext } from "./view.ts";

const TO_DO: Readonly<Record<Order["state"], TextKey>> = {
  issued: "order.next.acknowledge",
  acknowledged: "order.next.answer",
  answered: "order.next.review",
  under_review: "order.next.decide",
  refused: "order.next.refusal",
  closed: "order.next.closed",
  withdrawn: "order.next.withdrawn",
};
const AWAITED: Readonly<Record<Order["state"], TextKey>> = {
  ...TO_DO,
  issued: "order.wait.acknowledge",
  acknowledged: "order.wait.answer",
  answered: "order.wait.review",
  under_review: "order.wait.decide",
  refused: "order.wait.refusal",
};

/** `isMine`: one is to act, in an organisation of one's own in which one may. */
export function useNextStep(): (order: Order) => { readonly text: TextKey; readonly isMine: boolean } {
  const organisations = useOrganisationsAs("responder");
  return (order) => {
    const who = whoIsNext(order);
    const id = who === "ordered" ? order.orderedId : order.organisationId;
    const isMine = who !== "nobody" && organisations.some((one) => one.id === id);
    return { text: (isMine ? TO_DO : AWAITED)[order.state], isMine };
  };
}
