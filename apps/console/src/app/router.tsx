// SPDX-License-Identifier: Apache-2.0
/** The addresses of the console. Each page is loaded when it is first opened. */
import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "./address.ts";
import { inside, outside, plain, root } from "./entrance.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { loadTexts } from "./texts.ts";

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

const publicationTexts = async () => {
  await loadTexts("disclosure");
  await loadTexts("publications");
};

const publications = createRoute({
  getParentRoute: () => inside,
  path: "/publications",
  validateSearch: plain,
  beforeLoad: publicationTexts,
  component: lazyRouteComponent(
    () => import("../features/publications/publications-page.tsx"),
    "PublicationsPage",
  ),
});

const publication = createRoute({
  getParentRoute: () => inside,
  path: "/publications/$publicationId",
  beforeLoad: publicationTexts,
  component: lazyRouteComponent(
    () => import("../features/publications/publication-page.tsx"),
    "PublicationPage",
  ),
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
  beforeLoad: () => loadTexts("rules"),
  component: lazyRouteComponent(() => import("../features/rules/rules-page.tsx"), "RulesPage"),
});

const indicators = createRoute({
  getParentRoute: () => inside,
  path: "/indicators",
  validateSearch: plain,
  beforeLoad: () => loadTexts("indicators"),
  component: lazyRouteComponent(() => import("../features/indicators/indicators-page.tsx"), "IndicatorsPage"),
});

const indicatorList = createRoute({
  getParentRoute: () => inside,
  path: "/indicators/$listId",
  validateSearch: plain,
  beforeLoad: () => loadTexts("indicators"),
  component: lazyRouteComponent(() => import("../features/indicators/list-page.tsx"), "ListPage"),
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
  beforeLoad: () => loadTexts("search"),
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

const oneOrganisation = createRoute({
  getParentRoute: () => inside,
  path: "/organisations/$organisationId",
  beforeLoad: () => loadTexts("people"),
  component: lazyRouteComponent(
    () => import("../features/people/organisations/one-organisation-page.tsx"),
    "OneOrganisationPage",
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

const keys = createRoute({
  getParentRoute: () => inside,
  path: "/keys",
  beforeLoad: () => loadTexts("people"),
  component: lazyRouteComponent(() => import("../features/people/keys/keys-page.tsx"), "KeysPage"),
});

/** An address that is no page: with the navigation around it, for who is signed in. */
const unknown = createRoute({
  getParentRoute: () => inside,
  path: "$",
  component: NotFoundPage,
});

export const router = createRouter({
  routeTree: root.addChildren([
    ...outside,
    inside.addChildren([
      home,
      situation,
      alerts,
      alert,
      ledger.addChildren([systems, system, assets, asset, proposals, ledgerImport]),
      cases,
      oneCase,
      publications,
      publication,
      caseRules,
      orders,
      order,
      sharing,
      search,
      sources,
      rules,
      indicators,
      indicatorList,
      suppressions,
      retrospections,
      deadLetters,
      retention,
      organisation,
      organisations,
      oneOrganisation,
      accounts,
      signInProviders,
      notifications,
      webhooks,
      account,
      keys,
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
