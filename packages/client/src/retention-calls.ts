// SPDX-License-Identifier: Apache-2.0
/** The calls about how long events are kept: of the hub, of an organisation, and legal holds. */
import {
  HUB_RETENTION,
  type HubRetentionChange,
  LEGAL_HOLD,
  LEGAL_HOLDS,
  type NewLegalHold,
  RETENTION,
  RETENTION_PREVIEW,
  type RetentionChange,
} from "@fengsui/contract";
import type { Transport } from "./transport.ts";

type Signal = AbortSignal | undefined;

export function retentionCalls(transport: Transport) {
  const ofHub = "/api/v1/retention";
  const of = (organisationId: string) => `/api/v1/organisations/${organisationId}/retention`;
  const holds = "/api/v1/legal-holds";
  return {
    hub: (signal?: Signal) => transport.call({ path: ofHub, answer: HUB_RETENTION, signal }),
    changeHub: (body: HubRetentionChange) =>
      transport.call({ method: "PUT", path: ofHub, body, answer: HUB_RETENTION }),
    get: (organisationId: string, signal?: Signal) =>
      transport.call({ path: of(organisationId), answer: RETENTION, signal }),
    change: (organisationId: string, body: RetentionChange) =>
      transport.call({ method: "PUT", path: of(organisationId), body, answer: RETENTION }),
    preview: (organisationId: string, body: RetentionChange) =>
      transport.call({
        method: "POST",
        path: `${of(organisationId)}/preview`,
        body,
        answer: RETENTION_PREVIEW,
      }),
    holds: async (organisationId: string, signal?: Signal) =>
      (await transport.call({ path: holds, query: { organisationId }, answer: LEGAL_HOLDS, signal })).holds,
    hold: (body: NewLegalHold) => transport.call({ method: "POST", path: holds, body, answer: LEGAL_HOLD }),
    release: (id: string, reason: string) =>
      transport.call({
        method: "POST",
        path: `${holds}/${id}/release`,
        body: { reason },
        answer: LEGAL_HOLD,
      }),
  };
}
