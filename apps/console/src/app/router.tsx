// SPDX-License-Identifier: Apache-2.0
/** The addresses of the console. Each page is loaded when it is first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { PageProblem } from "../parts/page-problem.tsx";
import { ORGANISATION_PARAM, type PlainSearch, parseSearch, stringifySearch } from "./address.ts";
import { hub, queryClient } from "./hub.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { sessionQuery } from "./session.ts";
import { loadTexts } from "./texts.ts";

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
const inside = createRoute({
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

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/situation", search: {} });
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

const ledger = createRoute({
  getParentRoute: () => inside,
  path: "/ledger",
  beforeLoad: async ({ location }) => {
    await loadTexts("ledger");
    if (/^\/ledger\/?$/.test(location.pathname)) throw redirect({ to: "/ledger/systems", search: {} });
  },
});

const systems = createRoute({
  getParentRoute: () => ledger,
  path: "systems",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/ledger/systems/systems-page.tsx"), "SystemsPage"),
});

const system = createRoute({
  getParentRoute: () => ledger,
  path: "systems/$systemId",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/ledger/systems/system-page.tsx"), "SystemPage"),
});

const assets = createRoute({
  getParentRoute: () => ledger,
  path: "assets",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/ledger/assets/assets-page.tsx"), "AssetsPage"),
});

const asset = createRoute({
  getParentRoute: () => ledger,
  path: "assets/$assetId",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/ledger/assets/asset-page.tsx"), "AssetPage"),
});

const proposals = createRoute({
  getParentRoute: () => ledger,
  path: "proposals",
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/ledger/proposals/proposals-page.tsx"),
    "ProposalsPage",
  ),
});

const ledgerImport = createRoute({
  getParentRoute: () => ledger,
  path: "import",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/ledger/imports/import-page.tsx"), "ImportPage"),
});

const cases = createRoute({
  getParentRoute: () => inside,
  path: "/cases",
  validateSearch: plain,
  beforeLoad: () => loadTexts("disclosure"),
  component: lazyRouteComponent(() => import("../features/cases/cases-page.tsx"), "CasesPage"),
});

const oneCase = createRoute({
  getParentRoute: () => inside,
  path: "/cases/$caseId",
  validateSearch: plain,
  beforeLoad: () => loadTexts("disclosure"),
  component: lazyRouteComponent(() => import("../features/cases/case-page.tsx"), "CasePage"),
});

const orders = createRoute({
  getParentRoute: () => inside,
  path: "/orders",
  validateSearch: plain,
  beforeLoad: () => loadTexts("orders"),
  component: lazyRouteComponent(() => import("../features/orders/orders-page.tsx"), "OrdersPage"),
});

const order = createRoute({
  getParentRoute: () => inside,
  path: "/orders/$orderId",
  beforeLoad: () => loadTexts("orders"),
  component: lazyRouteComponent(() => import("../features/orders/order-page.tsx"), "OrderPage"),
});

const sharing = createRoute({
  getParentRoute: () => inside,
  path: "/sharing",
  validateSearch: plain,
  beforeLoad: async () => {
    // The sectors are in the words of organisations.
    await Promise.all([loadTexts("sharing"), loadTexts("disclosure"), loadTexts("people")]);
  },
  component: lazyRouteComponent(() => import("../features/sharing/sharing-page.tsx"), "SharingPage"),
});

const caseRules = createRoute({
  getParentRoute: () => inside,
  path: "/case-rules",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/cases/case-rules-page.tsx"), "CaseRulesPage"),
});

const sources = createRoute({
  getParentRoute: () => inside,
  path: "/sources",
  validateSearch: plain,
  beforeLoad: async () => await loadTexts("sources"),
  component: lazyRouteComponent(() => import("../features/sources/sources-page.tsx"), "SourcesPage"),
});

const rules = createRoute({
  getParentRoute: () => inside,
  path: "/rules",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/rules/rules-page.tsx"), "RulesPage"),
});

const situation = createRoute({
  getParentRoute: () => inside,
  path: "/situation",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/situation/situation-page.tsx"), "SituationPage"),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/search",
  validateSearch: plain,
  component: lazyRouteComponent(() => import("../features/search/search-page.tsx"), "SearchPage"),
});

const suppressions = createRoute({
  getParentRoute: () => inside,
  path: "/suppressions",
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/suppressions/suppressions-page.tsx"),
    "SuppressionsPage",
  ),
});

const retrospections = createRoute({
  getParentRoute: () => inside,
  path: "/retrospections",
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/retrospections/retrospections-page.tsx"),
    "RetrospectionsPage",
  ),
});

const deadLetters = createRoute({
  getParentRoute: () => inside,
  path: "/dead-letters",
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/dead-letters/dead-letters-page.tsx"),
    "DeadLettersPage",
  ),
});

const retention = createRoute({
  getParentRoute: () => inside,
  path: "/retention",
  beforeLoad: () => loadTexts("retention"),
  component: lazyRouteComponent(() => import("../features/retention/retention-page.tsx"), "RetentionPage"),
});

const organisation = createRoute({
  getParentRoute: () => inside,
  path: "/organisation",
  beforeLoad: () => loadTexts("people"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/people/members/organisation-page.tsx"),
    "OrganisationPage",
  ),
});

const organisations = createRoute({
  getParentRoute: () => inside,
  path: "/organisations",
  beforeLoad: () => loadTexts("people"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/people/organisations/organisations-page.tsx"),
    "OrganisationsPage",
  ),
});

const accounts = createRoute({
  getParentRoute: () => inside,
  path: "/accounts",
  beforeLoad: () => loadTexts("people"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/people/accounts/accounts-page.tsx"),
    "AccountsPage",
  ),
});

const signInProviders = createRoute({
  getParentRoute: () => inside,
  path: "/sign-in-providers",
  beforeLoad: () => loadTexts("people"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/people/providers/providers-page.tsx"),
    "ProvidersPage",
  ),
});

const notifications = createRoute({
  getParentRoute: () => inside,
  path: "/notifications",
  beforeLoad: () => loadTexts("notifications"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/notifications/notifications-page.tsx"),
    "NotificationsPage",
  ),
});

const webhooks = createRoute({
  getParentRoute: () => inside,
  path: "/webhooks",
  beforeLoad: () => loadTexts("notifications"),
  validateSearch: plain,
  component: lazyRouteComponent(
    () => import("../features/notifications/webhooks/webhooks-page.tsx"),
    "WebhooksPage",
  ),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  beforeLoad: () => loadTexts("people"),
  component: lazyRouteComponent(() => import("../features/people/account/account-page.tsx"), "AccountPage"),
});

/** An address that is no page: with the navigation around it, for who is signed in. */
const unknown = createRoute({
  getParentRoute: () => inside,
  path: "$",
  component: NotFoundPage,
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    providerReturn,
    setup,
    password,
    invitation,
    inside.addChildren([
      home,
      situation,
      alerts,
      alert,
      ledger.addChildren([systems, system, assets, asset, proposals, ledgerImport]),
      cases,
      oneCase,
      sharing,
      caseRules,
      orders,
      order,
      sharing,
      search,
      sources,
      rules,
      suppressions,
      retrospections,
      deadLetters,
      retention,
      organisation,
      organisations,
      accounts,
      signInProviders,
      notifications,
      webhooks,
      account,
      unknown,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
