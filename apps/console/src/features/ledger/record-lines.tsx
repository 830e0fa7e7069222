// SPDX-License-Identifier: Apache-2.0
/** The first of the records that have to do with something, each a line, and the way to all of them. */
import type { ReactNode } from "react";

interface LinesProps<Row> {
  readonly title: string;
  /** Said where there is none. */
  readonly none: string;
  readonly rows: readonly Row[] | undefined;
  readonly all: ReactNode;
  readonly line: (row: Row) => ReactNode;
}

const SHOWN = 5;

export function RecordLines<Row extends { readonly id: string }>(props: LinesProps<Row>) {
  const { title, none, rows, all, line } = props;
  return (
    <section aria-label={title}>
      <div className="section-head">
        <h3>{title}</h3>
        <span className="grow" />
        {all}
      </div>
      {rows?.length === 0 && <p className="quiet">{none}</p>}
      <ul className="lines records">
        {rows?.slice(0, SHOWN).map((row) => (
          <li key={row.id}>{line(row)}</li>
        ))}
      </ul>
    </section>
  );
}
