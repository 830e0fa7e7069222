// SPDX-License-Identifier: Apache-2.0
/** The webhooks of the organisations that one administers: the list, and beside it the one that is open. */
import type { Webhook } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { webhooksQuery } from "../queries.ts";
import { NewWebhookForm } from "./new-webhook.tsx";
import { WebhookPanel } from "./webhook-panel.tsx";
import { WebhookState } from "./webhook-state.tsx";

export function WebhooksPage() {
  const { t } = useTexts();
  const isAdministrator = useSession().organisations.some(({ role }) => role === "administrator");
  if (!isAdministrator)
    return (
      <div className="page-main">
        <Empty title={t("webhooks.notYours")} hint={t("webhooks.notYours.hint")} />
      </div>
    );
  return <OwnWebhooks />;
}

function OwnWebhooks() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/webhooks" });
  const { data, error, refetch } = useQuery(webhooksQuery);
  const open = data?.find(({ id }) => id === search["open"]);
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/webhooks", search: more });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.webhooks")}>
        <header className="page-head">
          <h1>{t("nav.webhooks")}</h1>
          <span className="grow" />
          <Button type="primary" onClick={() => show({ new: "yes" })}>
            {t("webhooks.add")}
          </Button>
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 ? (
          <Empty title={t("webhooks.none")} hint={t("webhooks.none.hint")} />
        ) : (
          error === null && (
            <WebhookList rows={data} open={open?.id} onOpen={({ id }) => show({ open: id })} />
          )
        )}
      </section>
      {open !== undefined && <WebhookPanel key={open.id} webhook={open} onClose={() => show()} />}
      {search["new"] !== undefined && (
        <Dialog title={t("webhooks.add")} isWide onClose={() => show()}>
          <NewWebhookForm onDone={(id) => show({ open: id })} />
        </Dialog>
      )}
    </div>
  );
}

interface ListProps {
  readonly rows: readonly Webhook[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (webhook: Webhook) => void;
}

function WebhookList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Webhook>[] = [
    { name: "title", title: t("webhooks.name"), isMain: true, cell: ({ name }) => name },
    {
      name: "entity",
      title: t("webhooks.url"),
      isExtra: true,
      cell: ({ url }) => <span title={url}>{new URL(url).host}</span>,
    },
    {
      name: "type",
      title: t("organisation.label"),
      isExtra: true,
      cell: ({ organisationId }) => <OrganisationName id={organisationId} />,
    },
    { name: "health", title: t("alerts.state"), cell: (webhook) => <WebhookState webhook={webhook} /> },
  ];
  return (
    <ListTable
      caption={t("nav.webhooks")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
