// SPDX-License-Identifier: Apache-2.0
/** The calls of the hub's API, by what they are for. Every answer is checked; every failure is a `HubProblem`. */
import {
  ALERT,
  ALERT_EVIDENCE,
  ALERTS,
  type NEW_SOURCE,
  type PasswordChange,
  type PersonChange,
  RULE_UPLOADED,
  RULE_VERSIONS,
  RULES,
  type RuleUpload,
  SESSION,
  SETUP_STATE,
  type Session,
  type SetupRequest,
  type SignInRequest,
  SOURCE,
  SOURCE_KEY,
  SOURCES,
  type SourceChange,
} from "@fengsui/contract";
import { z } from "zod";
import type { AlertFilter, RuleFilter, Verdict } from "./filters.ts";
import { type HubClientOptions, Transport } from "./transport.ts";

const API = "/api/v1";
/** Nothing is read from it. */
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export type HubClient = ReturnType<typeof createHubClient>;

export function createHubClient(options: HubClientOptions = {}) {
  const transport = new Transport(options);
  return {
    access: accessCalls(transport),
    sources: sourceCalls(transport),
    alerts: alertCalls(transport),
    rules: ruleCalls(transport),
  };
}

function accessCalls(transport: Transport) {
  const keep = (session: Session): Session => {
    transport.csrfToken = session.csrfToken;
    return session;
  };
  const path = `${API}/session`;
  return {
    session: async (signal?: Signal) => keep(await transport.call({ path, answer: SESSION, signal })),
    setupState: (signal?: Signal) => transport.call({ path: `${API}/setup`, answer: SETUP_STATE, signal }),
    setUp: async (body: SetupRequest) =>
      keep(await transport.call({ method: "POST", path: `${API}/setup`, body, answer: SESSION })),
    signIn: async (body: SignInRequest) =>
      keep(await transport.call({ method: "POST", path, body, answer: SESSION })),
    signOut: async () => {
      await transport.call({ method: "DELETE", path, answer: DONE });
      transport.csrfToken = undefined;
    },
    signOutEverywhere: async () => {
      await transport.call({ method: "DELETE", path: `${API}/sessions`, answer: DONE });
      transport.csrfToken = undefined;
    },
    changePassword: async (body: PasswordChange) =>
      keep(await transport.call({ method: "POST", path: `${path}/password`, body, answer: SESSION })),
    changePerson: async (body: PersonChange) =>
      keep(await transport.call({ method: "PATCH", path: `${path}/person`, body, answer: SESSION })),
  };
}

function sourceCalls(transport: Transport) {
  const path = `${API}/sources`;
  return {
    list: (signal?: Signal) => transport.call({ path, answer: SOURCES, signal }),
    add: (body: z.infer<typeof NEW_SOURCE>) =>
      transport.call({ method: "POST", path, body, answer: SOURCE_KEY }),
    renewKey: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/key`, answer: SOURCE_KEY }),
    change: (id: string, body: SourceChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: SOURCE }),
  };
}

function alertCalls(transport: Transport) {
  const path = `${API}/alerts`;
  const act = (id: string, verb: string, body?: object) =>
    transport.call({ method: "POST", path: `${path}/${id}/${verb}`, body, answer: ALERT });
  return {
    list: (query: AlertFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: ALERTS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: ALERT_EVIDENCE, signal }),
    /** Nobody, with null. */
    assign: (id: string, personId: string | null) =>
      transport.call({ method: "PUT", path: `${path}/${id}/assignee`, body: { personId }, answer: ALERT }),
    comment: (id: string, text: string) => act(id, "comments", { text }),
    close: (id: string, verdict: Verdict, comment: string) =>
      act(id, "close", { verdict, ...(comment !== "" && { comment }) }),
    reopen: (id: string) => act(id, "reopen"),
  };
}

function ruleCalls(transport: Transport) {
  const path = `${API}/rules`;
  return {
    list: (query: RuleFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: RULES, signal }),
    versions: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/versions`, answer: RULE_VERSIONS, signal }),
    upload: (body: RuleUpload) => transport.call({ method: "POST", path, body, answer: RULE_UPLOADED }),
    setEnabled: (id: string, isEnabled: boolean) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body: { isEnabled }, answer: DONE }),
  };
}
