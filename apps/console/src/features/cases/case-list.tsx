// SPDX-License-Identifier: Apache-2.0
/** The cases as a list. */
import type { Case } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { CASE_STATE_TEXT } from "./texts.ts";
import { caseName } from "./view.ts";

interface CaseListProps {
  readonly rows: readonly Case[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (row: Case) => void;
}

export function CaseList({ rows, open, onOpen }: CaseListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Case>[] = [
    {
      name: "level",
      title: t("case.severity"),
      cell: ({ severity }) => <Severity level={severity} />,
    },
    {
      name: "title",
      title: t("case.label"),
      isMain: true,
      cell: (row) => <span title={caseName(row)}>{caseName(row)}</span>,
    },
    {
      name: "organisation",
      title: t("organisation.label"),
      isExtra: true,
      width: "144px",
      cell: ({ organisationId }) => <OrganisationName id={organisationId} />,
    },
    { name: "count", title: t("nav.alerts"), isExtra: true, cell: ({ figures }) => figures.alerts },
    {
      name: "count",
      key: "tasks",
      title: t("case.tasks.open"),
      isExtra: true,
      cell: ({ figures }) => figures.openTasks,
    },
    {
      name: "assignee",
      title: t("alerts.assignee"),
      isExtra: true,
      cell: ({ assigneeId }) => <PersonName id={assigneeId} />,
    },
    {
      name: "type",
      title: t("alerts.state"),
      cell: ({ state }) => t(CASE_STATE_TEXT[state]),
    },
    {
      name: "time",
      key: "created",
      title: t("case.opened"),
      isExtra: true,
      cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
    },
    { name: "time", title: t("case.changed"), cell: ({ changedAt }) => <TimeAgo at={changedAt} /> },
  ];
  return (
    <ListTable
      caption={t("nav.cases")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
