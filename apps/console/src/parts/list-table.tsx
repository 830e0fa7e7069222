// SPDX-License-Identifier: Apache-2.0
/** The one list pattern: a table of rows, one of them current; j and k move, Enter or a click opens. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { moveIn } from "./keys.ts";
import { useKeys } from "./use-keys.ts";

export interface Column<Row> {
  /** Of what kind it is, for its width. */
  readonly name: string;
  /** Where several are of one kind. */
  readonly key?: string;
  readonly title: string;
  /** Where its kind has none: as CSS has it. */
  readonly width?: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out on small screens. */
  readonly isExtra?: boolean;
  /** Holds the button that opens the row; it reaches over the whole of it. */
  readonly isMain?: boolean;
}

interface ListTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  readonly openKey: string | undefined;
  readonly onOpen: (row: Row) => void;
  /** Narrower than that it is scrolled. */
  readonly minWidth?: string;
}

const SKELETON_ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function ListTable<Row>(props: ListTableProps<Row>) {
  const { caption, columns, rows, keyOf, openKey, onOpen, minWidth } = props;
  const [current, setCurrent] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const count = rows?.length ?? 0;
  const go = (step: number) => setCurrent((index) => moveIn(count, index, step));
  const openCurrent = () => {
    const row = rows?.[current];
    if (row !== undefined) onOpen(row);
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    Enter: openCurrent,
  });
  useEffect(() => {
    body.current?.rows[current]?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const classOf = (column: Column<Row>) => `col-${column.name}${column.isExtra ? " extra" : ""}`;
  return (
    <table className="list" aria-busy={rows === undefined} style={{ minWidth }}>
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.key ?? column.name}
              scope="col"
              className={classOf(column)}
              title={column.title}
              style={{ width: column.width }}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows === undefined &&
          SKELETON_ROWS.map((row) => (
            <tr key={row} className="skeleton">
              {columns.map((column) => (
                <td key={column.key ?? column.name} className={classOf(column)}>
                  <span />
                </td>
              ))}
            </tr>
          ))}
        {rows?.map((row, index) => (
          <tr
            key={keyOf(row)}
            className={index === current ? "current" : undefined}
            aria-current={keyOf(row) === openKey}
          >
            {columns.map((column) => (
              <td key={column.key ?? column.name} className={classOf(column)}>
                {column.isMain ? (
                  <button
                    type="button"
                    className="opens"
                    onClick={() => {
                      setCurrent(index);
                      onOpen(row);
                    }}
                  >
                    {column.cell(row)}
                  </button>
                ) : (
                  column.cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
