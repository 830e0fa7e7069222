// SPDX-License-Identifier: Apache-2.0
/** The calls of orders. Every act answers with the order as it is then. */
import {
  type EXTENSION_DECISION,
  type NEW_EXTENSION,
  type NEW_ORDER,
  type NEW_ORDER_ANSWER,
  ORDER_DETAIL,
  type ORDER_RETURN,
  ORDERS,
} from "@fengsui/contract";
import type { z } from "zod";
import type { OrderFilter } from "./filters.ts";
import type { Transport } from "./transport.ts";

type Signal = AbortSignal | undefined;

export function orderCalls(transport: Transport) {
  const path = "/api/v1/orders";
  const act = (id: string, verb: string, body: object = {}) =>
    transport.call({ method: "POST", path: `${path}/${id}/${verb}`, body, answer: ORDER_DETAIL });
  return {
    list: (query: OrderFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: ORDERS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: ORDER_DETAIL, signal }),
    issue: (body: z.input<typeof NEW_ORDER>) =>
      transport.call({ method: "POST", path, body, answer: ORDER_DETAIL }),
    acknowledge: (id: string, agreesToCheck: boolean) => act(id, "acknowledge", { agreesToCheck }),
    answer: (id: string, body: z.input<typeof NEW_ORDER_ANSWER>) => act(id, "answers", body),
    refuse: (id: string, reason: string) => act(id, "refuse", { reason }),
    askExtension: (id: string, body: z.input<typeof NEW_EXTENSION>) => act(id, "extensions", body),
    decideExtension: (id: string, extensionId: string, body: z.input<typeof EXTENSION_DECISION>) =>
      act(id, `extensions/${extensionId}/decision`, body),
    askCheck: (id: string) => act(id, "checks"),
    beginReview: (id: string) => act(id, "review"),
    accept: (id: string, reason: string) => act(id, "accept", { reason }),
    return: (id: string, body: z.input<typeof ORDER_RETURN>) => act(id, "return", body),
    insist: (id: string, body: z.input<typeof ORDER_RETURN>) => act(id, "insist", body),
    withdraw: (id: string, reason: string) => act(id, "withdraw", { reason }),
    reopen: (id: string, reason: string) => act(id, "reopen", { reason }),
  };
}
