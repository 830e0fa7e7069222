// SPDX-License-Identifier: Apache-2.0
/** The calls about signing in with a provider of OpenID Connect, and about what its groups give. */
import {
  GROUP_ROLE,
  GROUP_ROLES,
  IDENTITIES,
  IDENTITY_PROVIDER,
  IDENTITY_PROVIDERS,
  type IdentityProviderChange,
  type NEW_IDENTITY_PROVIDER,
  type NewGroupRole,
  PROVIDER_SESSION,
  PROVIDER_SIGN_OUT,
  PROVIDER_WAY,
  SIGN_IN_PROVIDERS,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const DONE = z.unknown();
type Signal = AbortSignal | undefined;

/** By operators; what groups give is for administrators, too. */
export function providerCalls(transport: Transport) {
  const path = "/api/v1/identity-providers";
  const groups = "/api/v1/group-roles";
  return {
    list: async (signal?: Signal) =>
      (await transport.call({ path, answer: IDENTITY_PROVIDERS, signal })).providers,
    create: (body: z.input<typeof NEW_IDENTITY_PROVIDER>) =>
      transport.call({ method: "POST", path, body, answer: IDENTITY_PROVIDER }),
    change: (id: string, body: IdentityProviderChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: IDENTITY_PROVIDER }),
    remove: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
    check: (id: string) => transport.call({ method: "POST", path: `${path}/${id}/check`, answer: DONE }),
    groupRoles: async (signal?: Signal) =>
      (await transport.call({ path: groups, answer: GROUP_ROLES, signal })).groupRoles,
    propose: (id: string, body: NewGroupRole) =>
      transport.call({ method: "POST", path: `${path}/${id}/groups`, body, answer: GROUP_ROLE }),
    accept: (id: string) =>
      transport.call({ method: "POST", path: `${groups}/${id}/acceptance`, answer: GROUP_ROLE }),
    removeGroupRole: (id: string) =>
      transport.call({ method: "DELETE", path: `${groups}/${id}`, answer: DONE }),
  };
}

/** Who one is elsewhere. The ways give an address, to which the browser goes. */
export function identityCalls(transport: Transport) {
  const own = "/api/v1/session/identities";
  const proof = "/api/v1/session/proof";
  const session = "/api/v1/session/provider";
  return {
    providers: async (signal?: Signal) =>
      (await transport.call({ path: "/api/v1/sign-in/providers", answer: SIGN_IN_PROVIDERS, signal }))
        .providers,
    enter: async (id: string, body: { readonly invitation?: string } = {}) =>
      (
        await transport.call({
          method: "POST",
          path: `/api/v1/sign-in/providers/${id}`,
          body,
          answer: PROVIDER_WAY,
        })
      ).url,
    list: async (signal?: Signal) =>
      (await transport.call({ path: own, answer: IDENTITIES, signal })).identities,
    connect: async (id: string) =>
      (await transport.call({ method: "POST", path: `${own}/${id}`, answer: PROVIDER_WAY })).url,
    finishConnecting: (query: string) =>
      transport.call({ method: "POST", path: own, body: { query }, answer: DONE }),
    remove: (id: string) => transport.call({ method: "DELETE", path: `${own}/${id}`, answer: DONE }),
    prove: async (id: string) =>
      (await transport.call({ method: "POST", path: `${proof}/providers/${id}`, answer: PROVIDER_WAY })).url,
    finishProving: (query: string) =>
      transport.call({ method: "POST", path: `${proof}/return`, body: { query }, answer: DONE }),
    proveWithCode: (code: string) =>
      transport.call({ method: "POST", path: `${proof}/code`, body: { code }, answer: DONE }),
    session: (signal?: Signal) => transport.call({ path: session, answer: PROVIDER_SESSION, signal }),
    /** Where to sign out there, too, if that is offered. */
    signOut: async () => {
      const { url } = await transport.call({
        method: "POST",
        path: `${session}/sign-out`,
        answer: PROVIDER_SIGN_OUT,
      });
      transport.csrfToken = undefined;
      return url;
    },
  };
}
