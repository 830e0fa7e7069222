// SPDX-License-Identifier: Apache-2.0
/**
 * The door of access: who is here. It owns the first administrator, sessions and passwords, the directory of
 * organisations, their people and the invitations that bring them, and tells the HTTP server whose session a token is
 * of. Who sees what is decided in the database, by the roles that are kept here.
 */
import type { Clock } from "../../platform/clock.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { colleagueRoutes } from "./colleagues.ts";
import { Acceptance } from "./invitations/acceptance.ts";
import { invitationRoutes, invitedRoutes } from "./invitations/routes.ts";
import { Invitations } from "./invitations/service.ts";
import { memberRoutes } from "./members/routes.ts";
import { Members } from "./members/service.ts";
import { organisationRoutes } from "./organisations/routes.ts";
import { Organisations } from "./organisations/service.ts";
import { accessRoutes } from "./routes.ts";
import { secondFactorRoutes } from "./second-factor/routes.ts";
import type { Access } from "./service.ts";

export { endWhatIsOpen } from "./end-what-is-open.ts";
export { Access, type AccessParts } from "./service.ts";
export type { StartedSession } from "./start-session.ts";

export interface AccessRouteParts {
  readonly access: Access;
  readonly records: Records;
  readonly clock: Clock;
}

export function allAccessRoutes({ access, records, clock }: AccessRouteParts): RouteDefinition[] {
  const parts = { records, clock };
  return [
    ...accessRoutes(access),
    ...secondFactorRoutes(access),
    ...organisationRoutes(new Organisations(parts)),
    ...memberRoutes(new Members(parts)),
    ...invitationRoutes(new Invitations(parts)),
    ...invitedRoutes(new Acceptance(parts), access),
    ...colleagueRoutes(records),
  ];
}
