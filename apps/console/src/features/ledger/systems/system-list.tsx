// SPDX-License-Identifier: Apache-2.0
/** The systems as a list. */
import type { System } from "@fengsui/contract";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";

interface ListProps {
  readonly rows: readonly System[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (system: System) => void;
}

export function SystemList({ rows, open, onOpen }: ListProps) {
  const { t } = useTexts();
  const areOfSeveral = useSession().organisations.length > 1;
  const columns: readonly Column<System>[] = [
    {
      name: "name",
      title: t("ledger.system"),
      isMain: true,
      cell: ({ name }) => <span title={name}>{name}</span>,
    },
    ...(areOfSeveral
      ? [
          {
            name: "owner",
            title: t("ledger.owner"),
            width: "18%",
            isExtra: true,
            cell: ({ organisationId }: System) => <OrganisationName id={organisationId} />,
          },
        ]
      : []),
    {
      name: "protection",
      title: t("ledger.level"),
      width: "136px",
      cell: ({ level }) => (level === null ? "–" : t("ledger.level.is", { level })),
    },
    {
      name: "critical",
      title: t("ledger.critical"),
      width: "96px",
      isExtra: true,
      cell: ({ isCritical }) => (isCritical ? t("ledger.critical") : "–"),
    },
    {
      name: "responsible",
      title: t("alert.responsible"),
      width: "24%",
      isExtra: true,
      cell: ({ responsible }) => {
        const names = responsible.map(({ name }) => name).join(", ");
        return names === "" ? <span className="quiet">{t("person.nobody")}</span> : names;
      },
    },
    { name: "count", title: t("ledger.assets"), cell: ({ assetCount }) => assetCount },
  ];
  return (
    <ListTable
      caption={t("ledger.systems")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
