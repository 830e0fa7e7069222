// SPDX-License-Identifier: Apache-2.0
/** The routes of orders. Every act answers with the order as it is then. */
import {
  EVIDENCE,
  EVIDENCE_LIST,
  EVIDENCE_QUERY,
  EXTENSION_DECISION,
  MAX_EVIDENCE_BYTES,
  NEW_EVIDENCE,
  NEW_EXTENSION,
  NEW_ORDER,
  NEW_ORDER_ANSWER,
  ORDER_ACKNOWLEDGEMENT,
  ORDER_DETAIL,
  ORDER_QUERY,
  ORDER_REASON,
  ORDER_RETURN,
  ORDERS,
} from "@fengsui/contract";
import { z } from "zod";
import {
  defineRoute,
  defineStreamRoute,
  type RouteDefinition,
  role,
  type SignedIn,
  sessionOf,
} from "../../platform/http/index.ts";
import { idParam } from "../../platform/http/parameters.ts";
import type { Id } from "../../platform/ids.ts";
import type { IssuerActs } from "./issuer.ts";
import type { OrderedActs } from "./ordered.ts";
import type { Orders } from "./service.ts";

export interface OrderServices {
  readonly orders: Orders;
  readonly ordered: OrderedActs;
  readonly issuer: IssuerActs;
}

const PATH = "/api/v1/orders";
const PARAMS = z.object({ id: idParam<"order">() });

export function orderRoutes(services: OrderServices): RouteDefinition[] {
  return [
    ...listRoutes(services),
    ...evidenceRoutes(services),
    ...orderedRoutes(services),
    ...issuerRoutes(services),
  ];
}

function listRoutes({ orders }: OrderServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "orders:read",
      policy: role("viewer"),
      summary: "Orders that one's organisations issued or received, by the deadline or by the last change.",
      query: ORDER_QUERY,
      response: ORDERS,
      handler: async (ctx, { query }) => await orders.list(sessionOf(ctx), query),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "orders:write",
      policy: role("responder"),
      summary: "Order a measure from the own organisation or, as a coordinator of the hub, from another.",
      status: 201,
      body: NEW_ORDER,
      response: ORDER_DETAIL,
      handler: async (ctx, { body }) => await orders.issue(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "orders:read",
      policy: role("viewer"),
      summary: "An order with its answers, extensions, checks, proofs and all that happened to it.",
      params: PARAMS,
      response: ORDER_DETAIL,
      handler: async (ctx, { params: { id } }) => await orders.get(sessionOf(ctx), id),
    }),
  ];
}

function evidenceRoutes({ orders }: OrderServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${PATH}/:id/evidence`,
      key: "orders:read",
      policy: role("viewer"),
      summary: "The evidence of an order, in the order in which it was added.",
      params: PARAMS,
      query: EVIDENCE_QUERY,
      response: EVIDENCE_LIST,
      handler: async (ctx, { params: { id }, query }) => await orders.evidence(sessionOf(ctx), id, query),
    }),
    defineStreamRoute({
      method: "POST",
      path: `${PATH}/:id/evidence`,
      key: "orders:write",
      policy: role("responder"),
      summary:
        "Add a file that proves what was done: its bytes are the body, what it is stands in the query.",
      status: 201,
      bodyLimitBytes: MAX_EVIDENCE_BYTES,
      params: PARAMS,
      query: NEW_EVIDENCE,
      response: EVIDENCE,
      handler: async (ctx, { params: { id }, query, body }) =>
        await orders.addEvidence(sessionOf(ctx), id, query, body),
    }),
  ];
}

interface ActRoute<Body extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly body: Body;
  readonly act: (signedIn: SignedIn, id: Id<"order">, body: z.output<Body>) => Promise<void>;
}

/** `POST /orders/:id/<name>`. */
function actRoute<Body extends z.ZodType>(
  orders: Orders,
  { name, summary, body, act }: ActRoute<Body>,
): RouteDefinition {
  return defineRoute({
    method: "POST",
    path: `${PATH}/:id/${name}`,
    key: "orders:write",
    policy: role("responder"),
    summary,
    params: PARAMS,
    body,
    response: ORDER_DETAIL,
    handler: async (ctx, { params: { id }, body: given }) => {
      await act(sessionOf(ctx), id, given);
      return await orders.get(sessionOf(ctx), id);
    },
  });
}

function orderedRoutes({ orders, ordered }: OrderServices): RouteDefinition[] {
  return [
    actRoute(orders, {
      name: "acknowledge",
      summary: "Say that the order was received, and whether the hub may look for its condition.",
      body: ORDER_ACKNOWLEDGEMENT,
      act: (signedIn, id, { agreesToCheck }) => ordered.acknowledge(signedIn, id, agreesToCheck),
    }),
    actRoute(orders, {
      name: "answers",
      summary: "Say what was done, with evidence for it.",
      body: NEW_ORDER_ANSWER,
      act: (signedIn, id, answer) => ordered.answer(signedIn, id, answer),
    }),
    actRoute(orders, {
      name: "refuse",
      summary: "Refuse the order, with a reason.",
      body: ORDER_REASON,
      act: (signedIn, id, { reason }) => ordered.refuse(signedIn, id, reason),
    }),
    actRoute(orders, {
      name: "extensions",
      summary: "Ask for more time, with a reason.",
      body: NEW_EXTENSION,
      act: (signedIn, id, wanted) => ordered.askExtension(signedIn, id, wanted),
    }),
    actRoute(orders, {
      name: "checks",
      summary: "Have the hub look whether the condition is gone. It does so soon after; either side may ask.",
      body: z.object({}),
      act: (signedIn, id) => ordered.askCheck(signedIn, id),
    }),
  ];
}

function issuerRoutes({ orders, issuer }: OrderServices): RouteDefinition[] {
  return [
    actRoute(orders, {
      name: "review",
      summary: "Begin to review an answer.",
      body: z.object({}),
      act: (signedIn, id) => issuer.beginReview(signedIn, id),
    }),
    actRoute(orders, {
      name: "accept",
      summary:
        "Close an order, as its evidence proves it: by somebody who neither answered nor brought evidence.",
      body: ORDER_REASON,
      act: (signedIn, id, { reason }) => issuer.accept(signedIn, id, reason),
    }),
    actRoute(orders, {
      name: "return",
      summary: "Give an answer back that does not prove it.",
      body: ORDER_RETURN,
      act: (signedIn, id, wanted) => issuer.return(signedIn, id, wanted),
    }),
    actRoute(orders, {
      name: "insist",
      summary: "Order what was refused once more.",
      body: ORDER_RETURN,
      act: (signedIn, id, wanted) => issuer.insist(signedIn, id, wanted),
    }),
    actRoute(orders, {
      name: "withdraw",
      summary: "Take an order back.",
      body: ORDER_REASON,
      act: (signedIn, id, { reason }) => issuer.withdraw(signedIn, id, reason),
    }),
    actRoute(orders, {
      name: "reopen",
      summary: "Open a closed order again.",
      body: ORDER_REASON,
      act: (signedIn, id, { reason }) => issuer.reopen(signedIn, id, reason),
    }),
    defineRoute({
      method: "POST",
      path: `${PATH}/:id/extensions/:extensionId/decision`,
      key: "orders:write",
      policy: role("responder"),
      summary: "Grant more time, or refuse it.",
      params: PARAMS.extend({ extensionId: idParam<"order-extension">() }),
      body: EXTENSION_DECISION,
      response: ORDER_DETAIL,
      handler: async (ctx, { params: { id, extensionId }, body }) => {
        await issuer.decideExtension(sessionOf(ctx), id, extensionId, body);
        return await orders.get(sessionOf(ctx), id);
      },
    }),
  ];
}
