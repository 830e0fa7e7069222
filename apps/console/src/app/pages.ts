// SPDX-License-Identifier: Apache-2.0
/** The pages that one can go to. A page that does not exist yet is not in here. */
import type { Session } from "@fengsui/contract";
import type { TextKey } from "./texts.ts";

export interface Page {
  readonly to:
    | "/situation"
    | "/alerts"
    | "/cases"
    | "/orders"
    | "/publications"
    | "/sharing"
    | "/ledger"
    | "/search"
    | "/sources"
    | "/rules"
    | "/indicators"
    | "/case-rules"
    | "/suppressions"
    | "/retrospections"
    | "/dead-letters"
    | "/retention"
    | "/organisation"
    | "/organisations"
    | "/accounts"
    | "/sign-in-providers"
    | "/notifications"
    | "/webhooks";
  readonly text: TextKey;
  readonly icon: string;
  /** Set apart: what the work stands on, not the work. */
  readonly isSetUp: boolean;
  /** For whom it is there, where it is not for everybody. */
  readonly needs?: HubRole;
}

type HubRole = Session["hubRoles"][number];

const PAGES: readonly Page[] = [
  {
    to: "/situation",
    text: "nav.situation",
    icon: "M2 14V8h3v6zM6.500 14V2h3v12zM11 14V5.500h3V14z",
    isSetUp: false,
  },
  { to: "/alerts", text: "nav.alerts", icon: "M8 1.500l6.500 12h-13zM8 6v3.500M8 11v1", isSetUp: false },
  {
    to: "/cases",
    text: "nav.cases",
    icon: "M1.500 13.500v-11h5l1.500 2h6.500v9zM1.500 7h13",
    isSetUp: false,
  },
  {
    to: "/orders",
    text: "nav.orders",
    icon: "M3 1.500h10v13h-10zM5.500 5h5M5.500 8h5M5.500 11l1.500 1.500 3-3",
    isSetUp: false,
  },
  {
    to: "/publications",
    text: "nav.publications",
    icon: "M2 6l10-3.500v11L2 10zM12 5.500c2.500 0 2.500 5 0 5M4 10.500v4h2.500v-3",
    isSetUp: false,
  },
  {
    to: "/sharing",
    text: "nav.sharing",
    icon: "M4 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM12 2a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM12 10a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM5.800 7l4.400-2M5.800 9l4.400 2",
    isSetUp: false,
  },
  {
    to: "/ledger",
    text: "nav.ledger",
    icon: "M3 1.500h10v13H3zM5.500 1.500v13M8 5h3M8 8h3",
    isSetUp: false,
  },
  {
    to: "/search",
    text: "nav.search",
    icon: "M7 2a5 5 0 1 1 0 10a5 5 0 1 1 0-10zM10.700 10.700L14.500 14.500",
    isSetUp: false,
  },
  {
    to: "/notifications",
    text: "nav.notifications",
    icon: "M3 12V7c0-6.500 10-6.500 10 0v5l1 1H2zM6.500 13.500c0 2 3 2 3 0",
    isSetUp: false,
  },
  {
    to: "/sources",
    text: "nav.sources",
    icon: "M2 4c0-3 12-3 12 0v8c0 3-12 3-12 0zM2 4c0 3 12 3 12 0M2 8c0 3 12 3 12 0",
    isSetUp: true,
  },
  { to: "/rules", text: "nav.rules", icon: "M3 1.500h7l3 3v10h-10zM5.500 7h5M5.500 10h5", isSetUp: true },
  {
    to: "/indicators",
    text: "nav.indicators",
    icon: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4z",
    isSetUp: true,
  },
  {
    to: "/case-rules",
    text: "nav.caseRules",
    icon: "M1.500 2.500h5v4h-5zM9.500 9.500h5v4h-5zM4 6.500v5h5.500",
    isSetUp: true,
  },
  {
    to: "/suppressions",
    text: "nav.suppressions",
    icon: "M2 6h3l4-3.500v11L5 10H2zM11 6l3.500 4M14.500 6L11 10",
    isSetUp: true,
  },
  {
    to: "/retrospections",
    text: "nav.retrospections",
    icon: "M8 2a6 6 0 1 1-5.200 3M2 1.500V5h3.500M8 5v3.500l2.500 1.500",
    isSetUp: true,
  },
  {
    to: "/dead-letters",
    text: "nav.deadLetters",
    icon: "M1.500 3.500h13v9h-13zM1.500 4l6.500 5 6.500-5M5.500 15l5-1",
    isSetUp: true,
  },
  {
    to: "/retention",
    text: "nav.retention",
    icon: "M2 3h12v3H2zM3 6v7.500h10V6M6.500 8.500h3",
    isSetUp: true,
  },
  {
    to: "/webhooks",
    text: "nav.webhooks",
    icon: "M8 2a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5zM7 7l-3 5M9 7l3 5M4 12h8",
    isSetUp: true,
  },
  {
    to: "/organisation",
    text: "nav.organisation",
    icon: "M8 2a2.500 2.500 0 1 1 0 5a2.500 2.500 0 1 1 0-5zM2.500 14.500c0-7 11-7 11 0z",
    isSetUp: true,
  },
  {
    to: "/organisations",
    text: "nav.organisations",
    icon: "M2 14.500V5.500h5v9zM7 14.500v-13h7v13zM9.500 4.500h2M9.500 7.500h2M9.500 10.500h2",
    isSetUp: true,
  },
  {
    to: "/accounts",
    text: "nav.accounts",
    icon: "M1.500 3h13v10h-13zM5 6a1.500 1.500 0 1 1 0 3a1.500 1.500 0 1 1 0-3zM3 12c0-3 4-3 4 0M9.500 6.500h3M9.500 9.500h3",
    isSetUp: true,
    needs: "operator",
  },
  {
    to: "/sign-in-providers",
    text: "nav.providers",
    icon: "M5 6a3 3 0 1 1 0 5.500a3 3 0 1 1 0-5.500zM7.500 8.500h7v3M11.500 8.500v2.500",
    isSetUp: true,
    needs: "operator",
  },
];

/** Those that are there for somebody. */
export function pagesFor({ hubRoles }: Pick<Session, "hubRoles">): readonly Page[] {
  return PAGES.filter(({ needs }) => needs === undefined || hubRoles.includes(needs));
}

/** Those whose name has all the words that were typed. */
export function findPages<P extends { readonly name: string }>(
  pages: readonly P[],
  typed: string,
): readonly P[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return pages.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}
