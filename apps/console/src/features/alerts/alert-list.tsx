// SPDX-License-Identifier: Apache-2.0
/** The alerts as a list, with the columns that were chosen. */

import type { Alert } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { CaseTitle } from "../cases/case-link.tsx";
import { Outcome } from "./outcome.tsx";
import type { AlertColumn } from "./view.ts";

export const COLUMN_TEXT: Readonly<Record<AlertColumn, TextKey>> = {
  entity: "alerts.entity",
  system: "alert.system",
  matches: "alerts.matches",
  assignee: "alerts.assignee",
  case: "case.label",
  state: "alerts.state",
  first: "alert.first",
  last: "alerts.last",
};

const CELLS: Readonly<Record<AlertColumn, Omit<Column<Alert>, "title">>> = {
  entity: {
    name: "entity",
    cell: ({ entity }) => <span title={entity}>{entity === "" ? "–" : entity}</span>,
  },
  system: {
    name: "system",
    isExtra: true,
    width: "144px",
    cell: ({ ledger }) => {
      const { system = null, assetName = "–" } = ledger ?? {};
      const level = system?.level == null ? "" : ` · ${system.level}`;
      const text = system === null ? assetName : `${system.name}${level}`;
      return <span title={text}>{text}</span>;
    },
  },
  matches: { name: "count", isExtra: true, cell: ({ matchCount }) => matchCount },
  assignee: { name: "assignee", isExtra: true, cell: ({ assigneeId }) => <PersonName id={assigneeId} /> },
  case: {
    name: "case",
    isExtra: true,
    width: "144px",
    cell: ({ caseId }) => (caseId === null ? "–" : <CaseTitle id={caseId} />),
  },
  state: { name: "health", isExtra: true, cell: (alert) => <Outcome alert={alert} /> },
  first: {
    name: "time",
    key: "first",
    isExtra: true,
    cell: ({ firstEventAt }) => <TimeAgo at={firstEventAt} />,
  },
  last: { name: "time", cell: ({ lastEventAt }) => <TimeAgo at={lastEventAt} /> },
};

interface AlertListProps {
  readonly rows: readonly Alert[] | undefined;
  readonly columns: readonly AlertColumn[];
  readonly open: string | undefined;
  readonly onOpen: (alert: Alert) => void;
  readonly chosen: ReadonlySet<string>;
  /** Without it, nothing can be chosen. */
  readonly onChoose: ((chosen: ReadonlySet<string>) => void) | undefined;
}

export function AlertList({ rows, columns, open, onOpen, chosen, onChoose }: AlertListProps) {
  const { t } = useTexts();
  const titleOf = useRuleTitle();
  const all: readonly Column<Alert>[] = [
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} /> },
    {
      name: "title",
      title: t("alerts.title"),
      isMain: true,
      cell: ({ title }) => <span title={titleOf(title)}>{titleOf(title)}</span>,
    },
    ...columns.map((name) => ({ ...CELLS[name], title: t(COLUMN_TEXT[name]) })),
  ];
  return (
    <ListTable
      caption={t("nav.alerts")}
      columns={all}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
      choosing={
        onChoose && {
          chosen,
          onChange: onChoose,
          nameOf: ({ title, entity }) => t("bulk.choose", { name: `${title} · ${entity}` }),
        }
      }
    />
  );
}
