// SPDX-License-Identifier: Apache-2.0
/** Which organisation one looks at: it stands in the address, and stays there from page to page. */
import { useSearch } from "@tanstack/react-router";
import { ORGANISATION_PARAM } from "./address.ts";

import { type OrganisationRole, useOrganisationsAs } from "./session.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Undefined where one looks at all that one may see. */
export function useChosenOrganisation(): string | undefined {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const chosen = search[ORGANISATION_PARAM];
  return typeof chosen === "string" && UUID.test(chosen) ? chosen : undefined;
}

/** What a form begins with: the one that one looks at, else the first in which one may do it; empty where there is none. */
export function useFirstOrganisationAs(lowest: OrganisationRole): string {
  const chosen = useChosenOrganisation();
  const organisations = useOrganisationsAs(lowest);
  return (organisations.find(({ id }) => id === chosen) ?? organisations[0])?.id ?? "";
}
