// SPDX-License-Identifier: Apache-2.0
/** The hosts as a list, the ones that were seen last first. */
import type { HostProposal } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";

interface ListProps {
  readonly rows: readonly HostProposal[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (host: HostProposal) => void;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: ((chosen: ReadonlySet<string>) => void) | undefined;
}

export function HostList({ rows, open, onOpen, chosen, onChoose }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<HostProposal>[] = [
    {
      name: "name",
      title: t("entity.host"),
      isMain: true,
      cell: ({ name }) => <span title={name}>{name}</span>,
    },
    {
      name: "reason",
      title: t("proposals.mayBe"),
      isExtra: true,
      cell: ({ candidates, ignoredReason }) =>
        ignoredReason ?? (candidates.length === 0 ? "–" : candidates.map(({ name }) => name).join(", ")),
    },
    {
      name: "count",
      title: t("nav.sources"),
      isExtra: true,
      cell: ({ sourceIds }) => sourceIds.length,
    },
    {
      name: "time",
      key: "first",
      title: t("proposals.firstSeen"),
      isExtra: true,
      cell: ({ firstSeenAt }) => <TimeAgo at={firstSeenAt} />,
    },
    { name: "time", title: t("asset.lastSeen"), cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} /> },
  ];
  return (
    <ListTable
      caption={t("ledger.proposals")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
      choosing={onChoose && { chosen, onChange: onChoose, nameOf: ({ name }) => t("bulk.choose", { name }) }}
    />
  );
}
