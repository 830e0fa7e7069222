// SPDX-License-Identifier: Apache-2.0
/** What is in a list, the last added first; what is chosen of it can be removed. */
import type { Indicator, IndicatorList } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { BulkBar } from "../../parts/bulk-bar.tsx";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { KindSelect } from "./kind-select.tsx";
import { indicatorsQuery, LIST_CHANGES } from "./queries.ts";
import { type IndicatorKind, KIND_TEXT, writtenValue } from "./view.ts";

/** As many are removed at once. */
const MAX_REMOVED = 1000;

interface ContentProps {
  readonly list: IndicatorList;
  readonly kind: IndicatorKind | undefined;
  readonly mayChange: boolean;
  readonly onKind: (kind: IndicatorKind | undefined) => void;
  readonly onImport: () => void;
}

export function ListContent({ list, kind, mayChange, onKind, onImport }: ContentProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const found = useInfiniteQuery(indicatorsQuery(list.id, kind));
  const rows = found.data?.pages.flatMap(({ indicators }) => indicators);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What is no longer shown is not removed unseen.
  const ids = rows?.map(({ id }) => id).filter((id) => chosen.has(id)) ?? [];
  const columns = useColumns();
  if (rows?.length === 0 && kind === undefined)
    return (
      <Empty title={t("indicators.none")} hint={t("indicators.none.hint")}>
        {mayChange && (
          <Button type="primary" onClick={onImport}>
            {t("indicators.import")}
          </Button>
        )}
      </Empty>
    );
  return (
    <>
      <div className="filters">
        <KindSelect otherwise={t("indicators.kind.any")} kind={kind} onChange={onKind} />
      </div>
      {ids.length > 0 && <Removing list={list} ids={ids} onDone={() => setChosen(new Set())} />}
      {found.error !== null && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {rows?.length === 0 ? (
        <Empty title={t("indicators.none.kind")} hint={t("indicators.none.kind.hint")} />
      ) : (
        found.error === null && (
          <ListTable
            caption={list.title}
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            openKey={undefined}
            onOpen={({ value, kind: known }) =>
              void navigate({ to: "/indicators", search: { value, kind: known } })
            }
            choosing={
              mayChange
                ? {
                    chosen,
                    onChange: setChosen,
                    nameOf: (one) => t("bulk.choose", { name: writtenValue(one) }),
                  }
                : undefined
            }
          />
        )
      )}
      {found.hasNextPage && (
        <Button block loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}

function useColumns(): readonly Column<Indicator>[] {
  const { t } = useTexts();
  return [
    {
      name: "title",
      title: t("indicators.value"),
      isMain: true,
      cell: (indicator) => <code title={writtenValue(indicator)}>{writtenValue(indicator)}</code>,
    },
    { name: "type", title: t("indicators.kind"), cell: ({ kind }) => t(KIND_TEXT[kind]) },
    {
      name: "type",
      key: "subdomains",
      title: t("indicators.subdomains"),
      isExtra: true,
      cell: ({ kind, withSubdomains }) =>
        kind === "domain-name" &&
        t(withSubdomains ? "indicators.subdomains.with" : "indicators.subdomains.without"),
    },
    {
      name: "time",
      key: "end",
      title: t("indicators.end"),
      isExtra: true,
      cell: ({ expiresAt }) =>
        expiresAt === null ? <span className="quiet">–</span> : <TimeAgo at={expiresAt} />,
    },
    {
      name: "note",
      title: t("indicators.note"),
      isExtra: true,
      cell: ({ note }) => note !== null && <span title={note}>{note}</span>,
    },
    {
      name: "time",
      title: t("indicators.added"),
      isExtra: true,
      cell: ({ addedAt, place }) => (
        <span title={t("indicators.place", { place })}>
          <TimeAgo at={addedAt} />
        </span>
      ),
    },
  ];
}

interface RemovingProps {
  readonly list: IndicatorList;
  readonly ids: readonly string[];
  readonly onDone: () => void;
}

function Removing({ list, ids, onDone }: RemovingProps) {
  const { t } = useTexts();
  const act = useAct(LIST_CHANGES);
  const removeAll = async () => {
    for (let from = 0; from < ids.length; from += MAX_REMOVED)
      await hub.indicators.remove(list.id, ids.slice(from, from + MAX_REMOVED));
    onDone();
  };
  return (
    <BulkBar count={ids.length} error={act.error} onClear={onDone}>
      <Button loading={act.isPending} onClick={() => act.mutate(removeAll)}>
        {t("indicators.remove")}
      </Button>
      <span className="quiet">{t("indicators.remove.says")}</span>
    </BulkBar>
  );
}
