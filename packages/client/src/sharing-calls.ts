// SPDX-License-Identifier: Apache-2.0
/** The calls about with whom one shares: sharing groups, clients, and requests. */
import {
  type ACCESS_REQUEST_ANSWER,
  ACCESS_REQUEST_RECEIPT,
  type CLIENT_CONFIRMATION,
  type GROUP_REQUEST_ANSWER,
  type NEW_ACCESS_REQUEST,
  type NEW_GROUP_REQUEST,
  type NEW_SHARING_GROUP,
  ORGANISATION_CLIENT,
  ORGANISATION_CLIENTS,
  SHARING_FIGURES,
  type SHARING_FIGURES_QUERY,
  type SHARING_GROUP_CHANGE,
  SHARING_GROUP_DETAIL,
  type SHARING_GROUP_QUERY,
  SHARING_GROUPS,
  SHARING_REQUEST,
  SHARING_REQUESTS,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export interface SharingGroupFilter {
  readonly view?: z.output<typeof SHARING_GROUP_QUERY>["view"] | undefined;
  readonly withClosed?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export function sharingGroupCalls(transport: Transport) {
  const path = "/api/v1/sharing-groups";
  return {
    list: (query: SharingGroupFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: SHARING_GROUPS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: SHARING_GROUP_DETAIL, signal }),
    create: (body: z.input<typeof NEW_SHARING_GROUP>) =>
      transport.call({ method: "POST", path, body, answer: SHARING_GROUP_DETAIL }),
    change: (id: string, body: z.input<typeof SHARING_GROUP_CHANGE>) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: DONE }),
    close: (id: string) => transport.call({ method: "POST", path: `${path}/${id}/closure`, answer: DONE }),
    putMember: (id: string, organisationId: string, isHidden: boolean) =>
      transport.call({
        method: "PUT",
        path: `${path}/${id}/members/${organisationId}`,
        body: { isHidden },
        answer: DONE,
      }),
    removeMember: (id: string, organisationId: string) =>
      transport.call({ method: "DELETE", path: `${path}/${id}/members/${organisationId}`, answer: DONE }),
  };
}

export function organisationClientCalls(transport: Transport) {
  const path = (organisationId: string) => `/api/v1/organisations/${organisationId}/clients`;
  const one = "/api/v1/organisation-clients";
  return {
    list: async (organisationId: string, withEnded = false, signal?: Signal) =>
      (
        await transport.call({
          path: path(organisationId),
          query: { withEnded },
          answer: ORGANISATION_CLIENTS,
          signal,
        })
      ).clients,
    declare: (organisationId: string, clientId: string) =>
      transport.call({
        method: "POST",
        path: path(organisationId),
        body: { clientId },
        answer: ORGANISATION_CLIENT,
      }),
    confirm: (id: string, body: z.input<typeof CLIENT_CONFIRMATION>) =>
      transport.call({ method: "PUT", path: `${one}/${id}/confirmation`, body, answer: ORGANISATION_CLIENT }),
    end: (id: string) =>
      transport.call({ method: "POST", path: `${one}/${id}/end`, answer: ORGANISATION_CLIENT }),
  };
}

/** How much was shared and received. */
export function sharingFiguresCall(transport: Transport) {
  return (query: Partial<z.output<typeof SHARING_FIGURES_QUERY>> = {}, signal?: Signal) =>
    transport.call({
      path: "/api/v1/sharing/figures",
      query: { ...query },
      answer: SHARING_FIGURES,
      signal,
    });
}

export function sharingRequestCalls(transport: Transport) {
  return {
    list: (signal?: Signal) =>
      transport.call({ path: "/api/v1/sharing-requests", answer: SHARING_REQUESTS, signal }),
    askToJoin: (groupId: string, body: z.input<typeof NEW_GROUP_REQUEST>) =>
      transport.call({
        method: "POST",
        path: `/api/v1/sharing-groups/${groupId}/requests`,
        body,
        answer: SHARING_REQUEST,
      }),
    answerJoining: (id: string, body: z.input<typeof GROUP_REQUEST_ANSWER>) =>
      transport.call({ method: "POST", path: `/api/v1/group-requests/${id}/answer`, body, answer: DONE }),
    askForAccess: (body: z.input<typeof NEW_ACCESS_REQUEST>) =>
      transport.call({
        method: "POST",
        path: "/api/v1/access-requests",
        body,
        answer: ACCESS_REQUEST_RECEIPT,
      }),
    answerAccess: (id: string, body: z.input<typeof ACCESS_REQUEST_ANSWER>) =>
      transport.call({ method: "POST", path: `/api/v1/access-requests/${id}/answer`, body, answer: DONE }),
  };
}
