// SPDX-License-Identifier: Apache-2.0
/** For services: the database refuses too, but cannot say why. */
import { FengsuiError } from "@fengsui/contract";
import type { OrganisationRole } from "../records/index.ts";
import type { SignedIn } from "./context.ts";
import { hasRole } from "./policy.ts";

export function requireRole(
  { organisations }: Pick<SignedIn, "organisations">,
  organisationId: string,
  lowest: OrganisationRole,
): void {
  const held = organisations.find(({ id }) => id === organisationId)?.role;
  if (held !== undefined && hasRole(held, lowest)) return;
  throw new FengsuiError("access.forbidden", `this needs the role ${lowest} in the organisation`);
}
