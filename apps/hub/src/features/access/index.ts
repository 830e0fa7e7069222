// SPDX-License-Identifier: Apache-2.0
/**
 * The door of access: who is here. It owns the first administrator, sessions and passwords, the directory of
 * organisations, and tells the HTTP server whose session a token is of. Who sees what is decided in the database, by
 * the roles that are kept here.
 */

export { colleagueRoutes } from "./colleagues.ts";
export { organisationRoutes } from "./organisations/routes.ts";
export { Organisations } from "./organisations/service.ts";
export { accessRoutes } from "./routes.ts";
export { Access, type AccessParts, type StartedSession } from "./service.ts";
