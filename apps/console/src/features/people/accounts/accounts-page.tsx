// SPDX-License-Identifier: Apache-2.0
/** Every account of the hub, for its operators: found, disabled, and helped with a forgotten password. */
import type { Account } from "@fengsui/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Checkbox } from "antd";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { FindInput } from "../../../parts/find-input.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { More, usePages } from "../../../parts/pages.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { AccountPanel } from "./account-panel.tsx";

export function AccountsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/accounts" });
  const { text = "", disabled } = search;
  const filter = { ...(text !== "" && { text }), ...(disabled !== undefined && { isDisabled: true }) };
  const pages = usePages({
    key: ["accounts", filter],
    read: (after, signal) => hub.accounts.list({ ...filter, ...(after !== undefined && { after }) }, signal),
  });
  const rows = pages.data?.pages.flatMap(({ accounts }) => accounts);
  const open = rows?.find(({ id }) => id === search["open"]);
  const kept = {
    ...(text !== "" && { text }),
    ...(disabled !== undefined && { disabled }),
  };
  const show = (next: Readonly<Record<string, string>>) => void navigate({ to: "/accounts", search: next });
  useKeys({ Escape: () => show(kept) });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("accounts.title")}>
        <header className="page-head">
          <h1>{t("accounts.title")}</h1>
        </header>
        <p className="quiet">{t("accounts.lead")}</p>
        <search className="filters">
          <FindInput
            label={t("accounts.find")}
            text={text}
            onFind={(found) =>
              show({ ...(found !== "" && { text: found }), ...(disabled !== undefined && { disabled }) })
            }
          />
          <Checkbox
            checked={disabled !== undefined}
            onChange={({ target }) =>
              show({ ...(text !== "" && { text }), ...(target.checked && { disabled: "yes" }) })
            }
          >
            {t("accounts.disabledOnly")}
          </Checkbox>
        </search>
        {pages.error !== null && <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("accounts.none")} hint={t("accounts.none.hint")} />
        ) : (
          pages.error === null && (
            <AccountList rows={rows} open={open?.id} onOpen={({ id }) => show({ ...kept, open: id })} />
          )
        )}
        <More pages={pages} />
      </section>
      {open !== undefined && <AccountPanel key={open.id} account={open} onClose={() => show(kept)} />}
    </div>
  );
}

interface AccountListProps {
  readonly rows: readonly Account[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (account: Account) => void;
}

function AccountList({ rows, open, onOpen }: AccountListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Account>[] = [
    { name: "title", title: t("people.name"), isMain: true, cell: ({ name }) => name },
    { name: "entity", title: t("access.email"), isExtra: true, cell: ({ email }) => email },
    {
      name: "entity",
      key: "organisations",
      title: t("accounts.organisations"),
      isExtra: true,
      cell: ({ organisations }) => (
        <span title={organisations.join("\n")}>{organisations.join(" · ") || "–"}</span>
      ),
    },
    {
      name: "health",
      title: t("accounts.state"),
      cell: ({ disabledAt }) => t(disabledAt === null ? "accounts.state.inUse" : "accounts.state.disabled"),
    },
  ];
  return (
    <ListTable
      caption={t("accounts.title")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
