// SPDX-License-Identifier: Apache-2.0
/** The events that were found, as a table of the fields that were chosen. */
import type { Event } from "@fengsui/contract";
import { Button } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { Empty } from "../../parts/empty.tsx";
import { type Column, ListTable } from "../../parts/list-table.tsx";
import { exactTime, shortTime, zoneName } from "../../parts/time.ts";
import { eventValue, summaryOf } from "./event-value.ts";

interface ResultsProps {
  readonly rows: readonly Event[] | undefined;
  readonly columns: readonly string[];
  readonly openId: string | undefined;
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly onOpen: (event: Event) => void;
}

export function EventResults({ rows, columns, openId, query, onOpen }: ResultsProps) {
  const { t } = useTexts();
  const widths = columns.map((name) => charactersOf(rows ?? [], name));
  const characters = widths.reduce((sum, width) => sum + width, 0);
  // Beside what is open, and on a phone, there is room for little.
  const hasSummary = openId === undefined && !window.matchMedia("(max-width: 760px)").matches;
  const all: readonly Column<Event>[] = [
    {
      name: "stamp",
      title: t("search.time", { zone: zoneName() }),
      isMain: true,
      cell: ({ time }) => (
        <time dateTime={time} title={exactTime(time)}>
          {shortTime(time, true)}
        </time>
      ),
    },
    ...columns.map(
      (name, index): Column<Event> => ({
        name: "field",
        key: name,
        title: name,
        width: `calc(${widths[index]}ch + 24px)`,
        cell: (event) => <Value text={eventValue(event, name)} />,
      }),
    ),
    {
      name: "summary",
      title: t("search.event"),
      isExtra: columns.length > 0,
      cell: (event) => <Value text={summaryOf(event)} isCode />,
    },
  ];
  if (rows?.length === 0) return <Empty title={t("search.none")} hint={t("search.none.hint")} />;
  return (
    <div className="results">
      <ListTable
        caption={t("search.results")}
        columns={all}
        rows={rows}
        keyOf={({ id }) => id}
        openKey={openId}
        {...(hasSummary && { minWidth: `calc(${characters}ch + ${24 * columns.length + OTHERS_PX}px)` })}
        onOpen={onOpen}
      />
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </div>
  );
}

const [NARROWEST, WIDEST, LOOKED_AT] = [6, 18, 100];
/** The time, and something of the event itself. */
const OTHERS_PX = 300;

/** As wide as its values, within bounds; the event has the rest. */
function charactersOf(rows: readonly Event[], name: string): number {
  const longest = Math.max(...rows.slice(0, LOOKED_AT).map((event) => eventValue(event, name).length), 0);
  return Math.min(WIDEST, Math.max(NARROWEST, name.length, longest));
}

function Value({ text, isCode = false }: { readonly text: string; readonly isCode?: boolean }) {
  if (text === "") return <span className="quiet">–</span>;
  return isCode ? <code>{text}</code> : <span title={text}>{text}</span>;
}
