// SPDX-License-Identifier: Apache-2.0
/** The calls about whom to tell at an organisation, and what it answers for. */
import { ANSWERING, CLAIM, CLAIMS, CONTACTS, type NewClaim } from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function constituencyCalls(transport: Transport) {
  const of = (organisationId: string) => `/api/v1/organisations/${organisationId}`;
  return {
    contacts: async (organisationId: string, signal?: Signal) =>
      (await transport.call({ path: `${of(organisationId)}/contacts`, answer: CONTACTS, signal })).contacts,
    setContacts: (organisationId: string, contacts: z.input<typeof CONTACTS>["contacts"]) =>
      transport.call({
        method: "PUT",
        path: `${of(organisationId)}/contacts`,
        body: { contacts },
        answer: DONE,
      }),
    claims: async (organisationId: string, signal?: Signal) =>
      (await transport.call({ path: `${of(organisationId)}/claims`, answer: CLAIMS, signal })).claims,
    claim: (organisationId: string, body: NewClaim) =>
      transport.call({ method: "POST", path: `${of(organisationId)}/claims`, body, answer: CLAIM }),
    withdraw: (organisationId: string, id: string) =>
      transport.call({ method: "DELETE", path: `${of(organisationId)}/claims/${id}`, answer: DONE }),
    /** From an address within the network, where it is a network that a file proves. */
    check: (organisationId: string, id: string, address?: string) =>
      transport.call({
        method: "POST",
        path: `${of(organisationId)}/claims/${id}/check`,
        body: address === undefined ? {} : { address },
        answer: CLAIM,
      }),
    confirm: (organisationId: string, id: string, note: string) =>
      transport.call({
        method: "POST",
        path: `${of(organisationId)}/claims/${id}/confirm`,
        body: { note },
        answer: CLAIM,
      }),
    /** For coordinators. */
    answering: async (value: string, signal?: Signal) =>
      (await transport.call({ path: "/api/v1/constituency", query: { value }, answer: ANSWERING, signal }))
        .organisations,
  };
}
