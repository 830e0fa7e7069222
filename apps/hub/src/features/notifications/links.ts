// SPDX-License-Identifier: Apache-2.0
/** Addresses of the console, as mails and webhooks give them. */
import type { Subject } from "./content.ts";

const PAGES: Readonly<Record<Subject["kind"], (id: string) => string>> = {
  alert: (id) => `/alerts/${id}`,
  case: (id) => `/cases/${id}`,
  order: (id) => `/orders/${id}`,
  organisation: (id) => `/organisations?open=${id}`,
  account_notice: () => "/account",
  recall: (id) => `/sharing?recall=${id}`,
  sharing_request: () => "/sharing?view=requests",
  retrospection: (id) => `/retrospections?open=${id}`,
};

export interface Links {
  readonly to: (subject: Subject) => string;
  readonly notifications: string;
  readonly preferences: string;
}

export function linksFrom(publicUrl: string): Links {
  const at = (path: string) => new URL(path, publicUrl).href;
  return {
    to: ({ kind, id }) => at(PAGES[kind](id)),
    notifications: at("/notifications"),
    preferences: at("/notifications?view=preferences"),
  };
}
