// SPDX-License-Identifier: Apache-2.0
/** The providers that one can sign in with, for operators of the hub: the list, and beside it the one that is open. */
import type { IdentityProvider } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { NewProviderForm } from "./new-provider.tsx";
import { ProviderPanel } from "./provider-panel.tsx";
import { ProviderState } from "./provider-state.tsx";
import { providersQuery } from "./queries.ts";

export function ProvidersPage() {
  const { t } = useTexts();
  if (useSession().hubRoles.includes("operator")) return <Providers />;
  return (
    <div className="page-main">
      <Empty title={t("providers.notYours")} hint={t("providers.notYours.hint")} />
    </div>
  );
}

function Providers() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/sign-in-providers" });
  const { data, error, refetch } = useQuery(providersQuery);
  const open = data?.find(({ id }) => id === search["open"]);
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/sign-in-providers", search: more });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("providers.title")}>
        <header className="page-head">
          <h1>{t("providers.title")}</h1>
          <span className="grow" />
          <Button type="primary" onClick={() => show({ new: "yes" })}>
            {t("providers.add")}
          </Button>
        </header>
        <p className="quiet">{t("providers.lead")}</p>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 ? (
          <Empty title={t("providers.none")} hint={t("providers.none.hint")} />
        ) : (
          error === null && (
            <ProviderList rows={data} open={open?.id} onOpen={({ id }) => show({ open: id })} />
          )
        )}
      </section>
      {open !== undefined && <ProviderPanel key={open.id} provider={open} onClose={() => show()} />}
      {search["new"] !== undefined && (
        <Dialog title={t("providers.add")} isWide onClose={() => show()}>
          <NewProviderForm onDone={(id) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly IdentityProvider[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (provider: IdentityProvider) => void;
}

function ProviderList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<IdentityProvider>[] = [
    { name: "title", title: t("providers.name"), isMain: true, cell: ({ name }) => name },
    {
      name: "entity",
      title: t("providers.issuer"),
      isExtra: true,
      cell: ({ issuer }) => <span title={issuer}>{new URL(issuer).host}</span>,
    },
    {
      name: "health",
      title: t("alerts.state"),
      cell: ({ isEnabled }) => <ProviderState isEnabled={isEnabled} />,
    },
  ];
  return (
    <ListTable
      caption={t("providers.title")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
