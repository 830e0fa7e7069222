// SPDX-License-Identifier: Apache-2.0
/**
 * The one list pattern: a table of rows, one of them current; j and k move, Enter or a click opens, x chooses where
 * something can be done with several.
 */
import { Checkbox } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../app/use-texts.ts";
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

/** Rows by their keys, to do something with all of them. */
export interface Choosing<Row> {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly nameOf: (row: Row) => string;
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
  readonly choosing?: Choosing<Row> | undefined;
}

const SKELETON_ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function ListTable<Row>(props: ListTableProps<Row>) {
  const { caption, columns, rows, keyOf, openKey, onOpen, minWidth, choosing } = props;
  const [current, setCurrent] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const count = rows?.length ?? 0;
  const toggleCurrent = ({ chosen, onChange }: Choosing<Row>) => {
    const row = rows?.[current];
    if (row !== undefined) onChange(toggled(chosen, keyOf(row)));
  };
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
    ...(choosing && { x: () => toggleCurrent(choosing) }),
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
          {choosing && <ChooseAll choosing={choosing} keys={rows?.map(keyOf) ?? []} />}
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
              {choosing && <td className="col-choose" />}
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
            {choosing && (
              <td className="col-choose">
                <ChooseOne choosing={choosing} row={row} rowKey={keyOf(row)} />
              </td>
            )}
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

function toggled(chosen: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set(chosen.has(key) ? [...chosen].filter((one) => one !== key) : [...chosen, key]);
}

interface ChooseOneProps<Row> {
  readonly choosing: Choosing<Row>;
  readonly row: Row;
  readonly rowKey: string;
}

function ChooseOne<Row>({ choosing: { chosen, onChange, nameOf }, row, rowKey }: ChooseOneProps<Row>) {
  return (
    <Checkbox
      className="above"
      aria-label={nameOf(row)}
      checked={chosen.has(rowKey)}
      onChange={() => onChange(toggled(chosen, rowKey))}
    />
  );
}

interface ChooseAllProps<Row> {
  readonly choosing: Choosing<Row>;
  readonly keys: readonly string[];
}

function ChooseAll<Row>({ choosing: { chosen, onChange }, keys }: ChooseAllProps<Row>) {
  const { t } = useTexts();
  const areAll = keys.length > 0 && keys.every((key) => chosen.has(key));
  return (
    <th scope="col" className="col-choose">
      <Checkbox
        aria-label={t("list.chooseAll")}
        disabled={keys.length === 0}
        checked={areAll}
        indeterminate={!areAll && keys.some((key) => chosen.has(key))}
        onChange={() => onChange(new Set(areAll ? [] : keys))}
      />
    </th>
  );
}
