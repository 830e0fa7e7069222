// SPDX-License-Identifier: Apache-2.0
/** The assets as a list. */
import type { Asset } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { KIND_TEXT } from "./kinds.ts";
import { knownBy } from "./known-by.ts";

interface ListProps {
  readonly rows: readonly Asset[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (asset: Asset) => void;
  readonly chosen: ReadonlySet<string>;
  /** Not there for who may do nothing with them. */
  readonly onChoose: ((chosen: ReadonlySet<string>) => void) | undefined;
}

export function AssetList({ rows, open, onOpen, chosen, onChoose }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Asset>[] = [
    {
      name: "name",
      title: t("ledger.asset"),
      isMain: true,
      cell: ({ name }) => <span title={name}>{name}</span>,
    },
    {
      name: "kind",
      title: t("asset.kind"),
      width: "104px",
      isExtra: true,
      cell: ({ kind }) => t(KIND_TEXT[kind]),
    },
    {
      name: "system",
      title: t("ledger.system"),
      width: "22%",
      cell: ({ systemName }) =>
        systemName === null ? (
          <span className="quiet">{t("ledger.noSystem")}</span>
        ) : (
          <span title={systemName}>{systemName}</span>
        ),
    },
    {
      name: "known",
      title: t("asset.knownBy"),
      width: "30%",
      isExtra: true,
      cell: (asset) => {
        const text = knownBy(asset, Date.now());
        return <span title={text}>{text}</span>;
      },
    },
    {
      name: "time",
      title: t("asset.lastSeen"),
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? "–" : <TimeAgo at={lastSeenAt} />),
    },
  ];
  return (
    <ListTable
      caption={t("ledger.assets")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
      choosing={onChoose && { chosen, onChange: onChoose, nameOf: ({ name }) => t("bulk.choose", { name }) }}
    />
  );
}
