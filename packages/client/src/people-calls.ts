// SPDX-License-Identifier: Apache-2.0
/** The calls about people: of an organisation, invitations into it, roles of the hub. */
import {
  ACCOUNTS,
  type AccountDisabling,
  FORGOTTEN_PASSWORD_ANSWER,
  HUB_ROLE_HOLDERS,
  type HUB_ROLES_CHANGE,
  INVITATION_LINK,
  INVITATION_LOOK,
  INVITATIONS,
  type MEMBER_CHANGE,
  MEMBERS,
  NEW_SECOND_FACTOR,
  type NewInvitation,
  type NewPassword,
  PASSKEY_CREATION,
  PASSKEY_QUESTION,
  PASSKEYS,
  PASSWORD_LINK,
  type PasswordProof,
  PROOF_WAYS,
  RECOVERY_CODES,
  SECOND_FACTOR_STATE,
} from "@fengsui/contract";
import { z } from "zod";
import type { AccountFilter } from "./filters.ts";
import type { Transport } from "./transport.ts";

const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function peopleCalls(transport: Transport) {
  const path = (organisationId: string) => `/api/v1/organisations/${organisationId}/people`;
  return {
    list: async (organisationId: string, signal?: Signal) =>
      (await transport.call({ path: path(organisationId), answer: MEMBERS, signal })).people,
    changeRole: (organisationId: string, personId: string, body: z.infer<typeof MEMBER_CHANGE>) =>
      transport.call({ method: "PATCH", path: `${path(organisationId)}/${personId}`, body, answer: DONE }),
    remove: (organisationId: string, personId: string) =>
      transport.call({ method: "DELETE", path: `${path(organisationId)}/${personId}`, answer: DONE }),
    makePasswordLink: (organisationId: string, personId: string) =>
      transport.call({
        method: "POST",
        path: `${path(organisationId)}/${personId}/password-link`,
        answer: PASSWORD_LINK,
      }),
    hubRoles: async (signal?: Signal) =>
      (await transport.call({ path: "/api/v1/hub-roles", answer: HUB_ROLE_HOLDERS, signal })).people,
    changeHubRoles: (personId: string, body: z.infer<typeof HUB_ROLES_CHANGE>) =>
      transport.call({ method: "PUT", path: `/api/v1/hub-roles/${personId}`, body, answer: DONE }),
  };
}

/** A forgotten password, without a session. */
export function passwordCalls(transport: Transport) {
  const path = "/api/v1/password";
  return {
    forgotten: (email: string) =>
      transport.call({
        method: "POST",
        path: `${path}/forgotten`,
        body: { email },
        answer: FORGOTTEN_PASSWORD_ANSWER,
      }),
    set: (body: NewPassword) => transport.call({ method: "POST", path: `${path}/set`, body, answer: DONE }),
  };
}

/** For operators of the hub. */
export function accountCalls(transport: Transport) {
  const path = "/api/v1/accounts";
  return {
    list: (query: AccountFilter = {}, signal?: Signal) =>
      transport.call({ path, query, answer: ACCOUNTS, signal }),
    disable: (id: string, body: AccountDisabling) =>
      transport.call({ method: "POST", path: `${path}/${id}/disable`, body, answer: DONE }),
    enable: (id: string) => transport.call({ method: "POST", path: `${path}/${id}/enable`, answer: DONE }),
    makePasswordLink: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/password-link`, answer: PASSWORD_LINK }),
  };
}

export function invitationCalls(transport: Transport) {
  const path = (organisationId: string) => `/api/v1/organisations/${organisationId}/invitations`;
  return {
    list: async (organisationId: string, signal?: Signal) =>
      (await transport.call({ path: path(organisationId), answer: INVITATIONS, signal })).invitations,
    invite: (organisationId: string, body: NewInvitation) =>
      transport.call({ method: "POST", path: path(organisationId), body, answer: INVITATION_LINK }),
    renew: (organisationId: string, id: string) =>
      transport.call({
        method: "POST",
        path: `${path(organisationId)}/${id}/link`,
        answer: INVITATION_LINK,
      }),
    revoke: (organisationId: string, id: string) =>
      transport.call({ method: "DELETE", path: `${path(organisationId)}/${id}`, answer: DONE }),
    look: (token: string, signal?: Signal) =>
      transport.call({
        method: "POST",
        path: "/api/v1/invitations/look",
        body: { token },
        answer: INVITATION_LOOK,
        signal,
      }),
    join: (token: string) =>
      transport.call({ method: "POST", path: "/api/v1/invitations/join", body: { token }, answer: DONE }),
  };
}

export function passkeyCalls(transport: Transport) {
  const path = "/api/v1/passkeys";
  const ask = "/api/v1/session/passkey/question";
  const askOwn = "/api/v1/session/proof/question";
  return {
    list: (signal?: Signal) => transport.call({ path, answer: PASSKEYS, signal }),
    /** To sign in with `access.signInWithPasskey`. */
    ask: (signal?: Signal) => transport.call({ method: "POST", path: ask, answer: PASSKEY_QUESTION, signal }),
    /** To prove with `proof.give` that one is there. */
    askOwn: () => transport.call({ method: "POST", path: askOwn, answer: PASSKEY_QUESTION }),
    beginToAdd: () => transport.call({ method: "POST", path: `${path}/question`, answer: PASSKEY_CREATION }),
    add: (body: { readonly name: string; readonly credential: object }) =>
      transport.call({ method: "POST", path, body, answer: DONE }),
    rename: (id: string, name: string) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body: { name }, answer: DONE }),
    remove: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
  };
}

/** That one is there, before what is dangerous. */
export function proofCalls(transport: Transport) {
  const path = "/api/v1/session/proof";
  return {
    ways: (signal?: Signal) => transport.call({ path, answer: PROOF_WAYS, signal }),
    give: (body: PasswordProof | { readonly passkey: object }) =>
      transport.call({ method: "POST", path, body, answer: DONE }),
  };
}

/** Of one's own account. */
export function secondFactorCalls(transport: Transport) {
  const path = "/api/v1/session/second-factor";
  return {
    state: (signal?: Signal) => transport.call({ path, answer: SECOND_FACTOR_STATE, signal }),
    begin: () => transport.call({ method: "POST", path, answer: NEW_SECOND_FACTOR }),
    /** Answers with the recovery codes, this once. */
    confirm: (code: string) =>
      transport.call({ method: "POST", path: `${path}/confirm`, body: { code }, answer: RECOVERY_CODES }),
    renewRecoveryCodes: () =>
      transport.call({ method: "POST", path: `${path}/recovery-codes`, answer: RECOVERY_CODES }),
    remove: () => transport.call({ method: "DELETE", path, answer: DONE }),
  };
}
