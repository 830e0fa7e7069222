// SPDX-License-Identifier: Apache-2.0
/** The groups that one's organisations run or are in, and those that they can find. */
import type { SharingGroup } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { groupsQuery } from "../queries.ts";
import { GroupForm } from "./group-form.tsx";
import { GroupPanel } from "./group-panel.tsx";
import { SectorName } from "./sector-name.tsx";

export function GroupsView({ head }: { readonly head: ReactNode }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/sharing" });
  const mayCreate = useOrganisationsAs("manager").length > 0;
  const own = useQuery(groupsQuery({ view: "own" }));
  const listed = useQuery(groupsQuery({ view: "listed" }));
  const open = search["open"];
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/sharing", search: more });
  useKeys({ Escape: () => show() });
  const create = (
    <Button type="primary" onClick={() => show({ add: "yes" })}>
      {t("sharing.group.add")}
    </Button>
  );
  const error = own.error ?? listed.error;
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("sharing.groups")}>
        <header className="page-head">
          {head}
          <span className="grow" />
          {mayCreate && own.data?.length !== 0 && create}
        </header>
        {error !== null && <ProblemNotice error={error} onRetry={() => void own.refetch()} />}
        {own.data?.length === 0 ? (
          <Empty
            title={t("sharing.groups.none")}
            hint={t(mayCreate ? "sharing.groups.none.hint" : "sharing.groups.none.ask")}
          >
            {mayCreate && create}
          </Empty>
        ) : (
          error === null && (
            <GroupList
              caption={t("sharing.groups")}
              rows={own.data}
              open={open}
              onOpen={(id) => show({ open: id })}
            />
          )
        )}
        {listed.data !== undefined && listed.data.length > 0 && (
          <>
            <h2>{t("sharing.groups.listed")}</h2>
            <GroupList
              caption={t("sharing.groups.listed")}
              rows={listed.data}
              open={open}
              onOpen={(id) => show({ open: id })}
            />
          </>
        )}
      </section>
      {open !== undefined && <GroupPanel key={open} id={open} onClose={() => show()} />}
      {search["add"] !== undefined && mayCreate && (
        <GroupForm onClose={() => show()} onSaved={(id) => show({ open: id })} />
      )}
    </div>
  );
}

interface ListProps {
  readonly caption: string;
  readonly rows: readonly SharingGroup[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (id: string) => void;
}

function GroupList({ caption, rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<SharingGroup>[] = [
    { name: "title", title: t("sharing.group.name"), isMain: true, cell: ({ name }) => name },
    {
      name: "entity",
      title: t("sharing.group.owner"),
      isExtra: true,
      cell: ({ organisationName }) => organisationName,
    },
    {
      name: "type",
      title: t("sharing.group.sector"),
      isExtra: true,
      cell: ({ sector }) => <SectorName sector={sector} />,
    },
    { name: "count", title: t("sharing.group.members"), cell: ({ memberCount }) => memberCount },
  ];
  return (
    <ListTable
      caption={caption}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}
