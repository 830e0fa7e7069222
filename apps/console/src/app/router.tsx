// SPDX-License-Identifier: Apache-2.0
/** The addresses of the console. Each page is loaded when it is first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { PageProblem } from "../parts/page-problem.tsx";
import { type PlainSearch, parseSearch, stringifySearch } from "./address.ts";
import { hub, queryClient } from "./hub.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { sessionQuery } from "./session.ts";

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: PageProblem,
});

const plain = (search: Record<string, unknown>): PlainSearch =>
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

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("../features/access/setup-page.tsx"), "SetupPage"),
});

/** Everything that needs somebody to be signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: lazyRouteComponent(() => import("./layout.tsx"), "Layout"),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/alerts", search: {} });
  },
});

const alerts = createRoute({
  getParentRoute: () => inside,
  path: "/alerts",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/alerts/alerts-page.tsx"), "AlertsPage"),
});

const alert = createRoute({
  getParentRoute: () => inside,
  path: "/alerts/$alertId",
  component: lazyRouteComponent(() => import("../features/alerts/alert-page.tsx"), "AlertPage"),
});

const sources = createRoute({
  getParentRoute: () => inside,
  path: "/sources",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/sources/sources-page.tsx"), "SourcesPage"),
});

const rules = createRoute({
  getParentRoute: () => inside,
  path: "/rules",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/rules/rules-page.tsx"), "RulesPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, setup, inside.addChildren([home, alerts, alert, sources, rules])]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
