// SPDX-License-Identifier: Apache-2.0
/** The directory of the organisations on this hub, whom to tell there, and who is below which centre. */
import { ORGANISATION_KINDS, type Organisation, SECTORS } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Chip } from "../../../parts/chip.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { Answering } from "./answering.tsx";
import { HubRoleHolders } from "./hub-role-holders.tsx";
import { OrganisationFormDialog } from "./organisation-form.tsx";
import { OrganisationName } from "./organisation-name.tsx";
import { OrganisationPanel } from "./organisation-panel.tsx";
import { organisationsQuery } from "./queries.ts";
import {
  type OrganisationFilters,
  readOrganisationFilters,
  type Search,
  toOrganisationQuery,
  writeOrganisationFilters,
} from "./view.ts";
import { KIND_TEXT, SECTOR_TEXT } from "./words.ts";

export function OrganisationsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/organisations" });
  const filters = readOrganisationFilters(search);
  const { hubRoles } = useSession();
  const { data, error, refetch } = useQuery(organisationsQuery(toOrganisationQuery(filters)));
  const rows = data?.organisations;
  const open = rows?.find(({ id }) => id === search["open"]);
  const show = (more: Search = {}, next: OrganisationFilters = filters) =>
    void navigate({ to: "/organisations", search: { ...writeOrganisationFilters(next), ...more } });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.organisations")}>
        <header className="page-head">
          <h1>{t("nav.organisations")}</h1>
          <span className="grow" />
          {hubRoles.length > 0 && (
            <Button type="primary" onClick={() => show({ add: "yes" })}>
              {t("organisations.add")}
            </Button>
          )}
        </header>
        <Filters filters={filters} onChange={(next) => show({}, next)} />
        {hubRoles.includes("coordinator") && <Answering />}
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {rows?.length === 0 ? (
          <Empty title={t("organisations.none")} hint={t("organisations.none.hint")} />
        ) : (
          error === null && (
            <DirectoryList rows={rows} open={open?.id} onOpen={({ id }) => show({ open: id })} />
          )
        )}
        {hubRoles.includes("operator") && <HubRoleHolders />}
      </section>
      {open !== undefined && <OrganisationPanel key={open.id} organisation={open} onClose={() => show()} />}
      {search["add"] !== undefined && hubRoles.length > 0 && (
        <OrganisationFormDialog onClose={() => show()} onSaved={({ id }) => show({ open: id })} />
      )}
    </div>
  );
}

interface FiltersProps {
  readonly filters: OrganisationFilters;
  readonly onChange: (filters: OrganisationFilters) => void;
}

function Filters({ filters, onChange }: FiltersProps) {
  const { t } = useTexts();
  return (
    <search className="filters" aria-label={t("organisations.filters")}>
      <Input
        className="host"
        aria-label={t("organisations.name")}
        placeholder={t("organisations.name")}
        allowClear
        maxLength={200}
        value={filters.text}
        onChange={({ target }) => onChange({ ...filters, text: target.value })}
      />
      <Select
        aria-label={t("organisations.sector")}
        placeholder={t("organisations.sector")}
        allowClear
        value={filters.sector}
        options={SECTORS.map((value) => ({ value, label: t(SECTOR_TEXT[value]) }))}
        onChange={(sector) => onChange({ ...filters, sector })}
      />
      <Select
        aria-label={t("organisations.kind")}
        placeholder={t("organisations.kind")}
        allowClear
        value={filters.kind}
        options={ORGANISATION_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
        onChange={(kind) => onChange({ ...filters, kind })}
      />
      {filters.centre !== undefined && (
        <Chip
          text={t("organisations.ofCentre")}
          onRemove={() => onChange({ ...filters, centre: undefined })}
        />
      )}
    </search>
  );
}

interface DirectoryListProps {
  readonly rows: readonly Organisation[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (organisation: Organisation) => void;
}

function DirectoryList({ rows, open, onOpen }: DirectoryListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Organisation>[] = [
    {
      name: "title",
      title: t("organisations.name"),
      isMain: true,
      cell: ({ name, isVacant }) => (
        <>
          <span title={name}>{name}</span>
          {isVacant && <span className="quiet"> · {t("organisations.vacant")}</span>}
        </>
      ),
    },
    {
      name: "type",
      title: t("organisations.sector"),
      cell: ({ sector }) => (sector === null ? "–" : t(SECTOR_TEXT[sector])),
    },
    {
      name: "type",
      key: "kind",
      title: t("organisations.kind"),
      isExtra: true,
      cell: ({ kind }) => (kind === null ? "–" : t(KIND_TEXT[kind])),
    },
    {
      name: "entity",
      title: t("organisations.centre"),
      isExtra: true,
      cell: ({ centreId }) => (centreId === null ? "–" : <OrganisationName id={centreId} />),
    },
  ];
  return (
    <ListTable
      caption={t("nav.organisations")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
