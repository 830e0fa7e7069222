// SPDX-License-Identifier: Apache-2.0
/** What is asked of the hub about sharing. */
import type { SharedSubject, Sharing, SharingQuestion } from "@fengsui/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

export const DISCLOSURE_KEY = "disclosure";

/** Asked anew each time that the form is opened: it is about who receives it now. */
export function previewQuery(of: SharedSubject | { readonly organisationId: string }, sharing: Sharing) {
  return queryOptions({
    queryKey: [DISCLOSURE_KEY, "preview", of, sharing],
    queryFn: ({ signal }) => hub.disclosure.preview({ of, sharing }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

export function readersQuery(subject: SharedSubject) {
  return queryOptions({
    queryKey: [DISCLOSURE_KEY, "readers", subject.kind, subject.id],
    queryFn: async ({ signal }) => (await hub.disclosure.readers(subject, signal)).readers,
  });
}

export function reasonQuery(question: SharingQuestion) {
  return queryOptions({
    queryKey: [DISCLOSURE_KEY, "reason", question],
    queryFn: ({ signal }) => hub.disclosure.reason(question, signal),
  });
}

export const recallsQuery = queryOptions({
  queryKey: [DISCLOSURE_KEY, "recalls"],
  queryFn: async ({ signal }) => (await hub.disclosure.recalls(signal)).recalls,
});

export const noticesQuery = queryOptions({
  queryKey: [DISCLOSURE_KEY, "notices"],
  queryFn: async ({ signal }) => (await hub.disclosure.notices(signal)).notices,
});
