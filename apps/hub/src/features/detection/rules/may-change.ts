// SPDX-License-Identifier: Apache-2.0
/** Who changes a rule, and so a list of indicators, which is one. */
import { FengsuiError } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { OrganisationId } from "../../../platform/records/index.ts";
import type { RuleRow } from "./records.ts";

/** One for everybody's events is the hub's affair. */
export function requireMayChange(
  signedIn: SignedIn,
  organisationId: OrganisationId,
  { scope }: Pick<RuleRow, "scope">,
): void {
  requireRole(signedIn, organisationId, "analyst");
  if (scope === "organisation" || signedIn.hubRoles.includes("operator")) return;
  throw new FengsuiError("access.forbidden", "a rule of the hub is changed by an operator of the hub");
}
