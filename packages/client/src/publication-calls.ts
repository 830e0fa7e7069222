// SPDX-License-Identifier: Apache-2.0
/** The calls of publications, and of the requests to publish on behalf of others. */
import {
  type CONSENT,
  CONSENT_QUESTION,
  type NEW_PUBLICATION,
  type NEW_PUBLICATION_REQUEST,
  type PUBLICATION_CHANGE,
  PUBLICATION_DETAIL,
  type PUBLICATION_QUERY,
  PUBLICATION_REQUEST,
  PUBLICATION_REQUESTS,
  PUBLICATIONS,
} from "@fengsui/contract";
import type { z } from "zod";
import type { Transport } from "./transport.ts";

type Signal = AbortSignal | undefined;
export type PublicationFilter = Omit<z.input<typeof PUBLICATION_QUERY>, "limit"> & {
  readonly limit?: number;
};

export function publicationCalls(transport: Transport, address: string) {
  const path = "/api/v1/publications";
  const post = (place: string, body: object) =>
    transport.call({ method: "POST", path: `${path}${place}`, body, answer: PUBLICATION_DETAIL });
  return {
    list: (query: PublicationFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: PUBLICATIONS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: PUBLICATION_DETAIL, signal }),
    create: (body: z.input<typeof NEW_PUBLICATION>) => post("", body),
    change: (id: string, body: z.input<typeof PUBLICATION_CHANGE>) =>
      transport.call({ method: "PUT", path: `${path}/${id}`, body, answer: PUBLICATION_DETAIL }),
    publish: (id: string, fingerprint?: string) =>
      post(`/${id}/publish`, fingerprint === undefined ? {} : { fingerprint }),
    recall: (id: string, reason: string) => post(`/${id}/recall`, { reason }),
    /** Where a browser gets it as a file. */
    exportAddress: (id: string, format: "json" | "markdown") =>
      `${address}${path}/${id}/export?format=${format}`,
    requests: requestCalls(transport),
  };
}

function requestCalls(transport: Transport) {
  const path = "/api/v1/publication-requests";
  const act = (id: string, verb: string, body?: object) =>
    transport.call({
      method: "POST",
      path: `${path}/${id}/${verb}`,
      ...(body !== undefined && { body }),
      answer: PUBLICATION_REQUEST,
    });
  return {
    list: (signal?: Signal) => transport.call({ path, answer: PUBLICATION_REQUESTS, signal }),
    ask: (body: z.input<typeof NEW_PUBLICATION_REQUEST>) =>
      transport.call({ method: "POST", path, body, answer: PUBLICATION_REQUEST }),
    take: (id: string) => act(id, "take"),
    submit: (id: string) => act(id, "submit"),
    question: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/question`, answer: CONSENT_QUESTION, signal }),
    consent: (id: string, body: z.input<typeof CONSENT>) => act(id, "consent", body),
    refuse: (id: string, reason: string) => act(id, "refusal", { reason }),
  };
}
