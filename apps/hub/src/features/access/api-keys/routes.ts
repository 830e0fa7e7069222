// SPDX-License-Identifier: Apache-2.0
/** The routes of keys. They are for people who are signed in: no key makes, shows or revokes another. */
import {
  API_KEYS,
  CREATED_KEY,
  CURRENT_KEY,
  KEY_LIMIT,
  NEW_KEY,
  NEW_SERVICE_ACCOUNT,
  NEW_SERVICE_KEY,
  ORGANISATION_KEYS,
  SERVICE_ACCOUNTS,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, SESSION, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import { SIGN_IN_RATE } from "../routes.ts";
import type { OrganisationKeys } from "./organisation-keys.ts";
import type { ApiKeys } from "./service.ts";
import type { ServiceAccounts } from "./service-accounts.ts";

const PATH = "/api/v1/keys";
const OF_ORGANISATION = "/api/v1/organisations/:id/keys";
const ACCOUNTS = "/api/v1/organisations/:id/service-accounts";
const ORGANISATION = z.object({ id: idParam<"organisation">() });
const KEY = z.object({ id: idParam<"api-key">() });

export interface KeyServices {
  readonly keys: ApiKeys;
  readonly organisationKeys: OrganisationKeys;
  readonly accounts: ServiceAccounts;
}

export function apiKeyRoutes(services: KeyServices): RouteDefinition[] {
  return [...ownRoutes(services), ...organisationRoutes(services), ...accountRoutes(services)];
}

function ownRoutes({ keys }: KeyServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "never",
      policy: SESSION,
      summary: "One's own keys, those that ended as well.",
      response: API_KEYS,
      handler: async (ctx) => ({ keys: await keys.list(sessionOf(ctx)) }),
    }),
    defineRoute({
      method: "POST",
      path: PATH,
      key: "never",
      policy: SESSION,
      stepUp: true,
      summary: "Make a key. The answer holds it, this once.",
      rate: SIGN_IN_RATE,
      body: NEW_KEY,
      response: CREATED_KEY,
      status: 201,
      handler: async (ctx, { body }) => await keys.create(sessionOf(ctx), body),
    }),
    defineRoute({
      method: "DELETE",
      path: `${PATH}/:id`,
      key: "never",
      policy: SESSION,
      summary: "Revoke a key of one's own, or of a service account that one administers.",
      params: KEY,
      handler: async (ctx, { params: { id } }) => await keys.revoke(sessionOf(ctx), id),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/current`,
      key: "any",
      policy: SESSION,
      summary: "The key that the request came by: in whose name it is, and what it is for.",
      response: CURRENT_KEY,
      handler: async (ctx) => await keys.current(sessionOf(ctx)),
    }),
  ];
}

function organisationRoutes({ organisationKeys }: KeyServices): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: OF_ORGANISATION,
      key: "never",
      policy: role("administrator"),
      summary: "The keys that can act in an organisation that one administers.",
      params: ORGANISATION,
      response: ORGANISATION_KEYS,
      handler: async (ctx, { params: { id } }) => ({
        keys: await organisationKeys.list(sessionOf(ctx), id),
      }),
    }),
    defineRoute({
      method: "PUT",
      path: `${OF_ORGANISATION}/:keyId`,
      key: "never",
      policy: role("administrator"),
      summary: "Say what is left of a key in the organisation; with no scope it does not reach it at all.",
      params: ORGANISATION.extend({ keyId: idParam<"api-key">() }),
      body: KEY_LIMIT,
      response: ORGANISATION_KEYS,
      handler: async (ctx, { params: { id, keyId }, body: { scopes } }) => ({
        keys: await organisationKeys.limit(sessionOf(ctx), id, { id: keyId, scopes }),
      }),
    }),
  ];
}

function accountRoutes({ accounts }: KeyServices): RouteDefinition[] {
  const ONE = ORGANISATION.extend({ accountId: idParam<"person">() });
  return [
    defineRoute({
      method: "GET",
      path: ACCOUNTS,
      key: "never",
      policy: role("administrator"),
      summary: "The service accounts of an organisation that one administers, with their keys.",
      params: ORGANISATION,
      response: SERVICE_ACCOUNTS,
      handler: async (ctx, { params: { id } }) => ({ accounts: await accounts.list(sessionOf(ctx), id) }),
    }),
    defineRoute({
      method: "POST",
      path: ACCOUNTS,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "Make a service account: a program of the organisation, with a role.",
      params: ORGANISATION,
      body: NEW_SERVICE_ACCOUNT,
      response: SERVICE_ACCOUNTS,
      status: 201,
      handler: async (ctx, { params: { id }, body }) => ({
        accounts: await accounts.create(sessionOf(ctx), id, body),
      }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${ACCOUNTS}/:accountId`,
      key: "never",
      policy: role("administrator"),
      summary: "End a service account, with its keys.",
      params: ONE,
      handler: async (ctx, { params: { id, accountId } }) =>
        await accounts.end(sessionOf(ctx), id, accountId),
    }),
    defineRoute({
      method: "POST",
      path: `${ACCOUNTS}/:accountId/keys`,
      key: "never",
      policy: role("administrator"),
      stepUp: true,
      summary: "Make a key of a service account. The answer holds it, this once.",
      rate: SIGN_IN_RATE,
      params: ONE,
      body: NEW_SERVICE_KEY,
      response: CREATED_KEY,
      status: 201,
      handler: async (ctx, { params: { id, accountId }, body }) =>
        await accounts.createKey(sessionOf(ctx), { organisationId: id, id: accountId }, body),
    }),
  ];
}
