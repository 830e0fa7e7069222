// SPDX-License-Identifier: Apache-2.0
/** The addresses by which one comes in, and what is around all that needs somebody to be signed in. */
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { PageProblem } from "../parts/page-problem.tsx";
import { ORGANISATION_PARAM, type PlainSearch } from "./address.ts";
import { hub, queryClient } from "./hub.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { sessionQuery } from "./session.ts";
import { loadTexts } from "./texts.ts";

export const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: PageProblem,
});

export const plain = (search: Record<string, unknown>): PlainSearch =>
  Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: plain,
  beforeLoad: async () => {
    const { isNeeded } = await hub.access.setupState();
    if (isNeeded) throw redirect({ to: "/setup" });
  },
  component: lazyRouteComponent(() => import("../features/access/sign-in-page.tsx"), "SignInPage"),
});

const providerReturn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in/return",
  component: lazyRouteComponent(
    () => import("../features/access/provider-return-page.tsx"),
    "ProviderReturnPage",
  ),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("../features/access/setup-page.tsx"), "SetupPage"),
});

const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazyRouteComponent(() => import("../features/access/password-page.tsx"), "PasswordPage"),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  beforeLoad: () => loadTexts("people"),
  component: lazyRouteComponent(() => import("../features/people/invitation/accept-page.tsx"), "AcceptPage"),
});

/** Everything that needs somebody to be signed in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  validateSearch: plain,
  search: { middlewares: [retainSearchParams([ORGANISATION_PARAM])] },
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: lazyRouteComponent(() => import("./layout.tsx"), "Layout"),
});

/** For who is not signed in. */
export const outside = [signIn, providerReturn, setup, password, invitation] as const;
