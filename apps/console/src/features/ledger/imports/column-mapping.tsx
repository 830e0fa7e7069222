// SPDX-License-Identifier: Apache-2.0
/** What each column is: guessed by its header and by what stands in it, and corrected here. */
import { IMPORT_FIELDS, type ImportField, type LedgerImport } from "@fengsui/contract";
import { Select } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { FIELD_TEXT, mapColumn } from "./fields.ts";
import { useChangeImport } from "./queries.ts";

const LEFT_OUT = "";

export function ColumnMapping({ table }: { readonly table: LedgerImport }) {
  const { t } = useTexts();
  const change = useChangeImport(table.id);
  // Two may have the same header: their place is what tells them apart.
  const columns = table.columns.map((column, at) => ({ ...column, at }));
  const mapping = table.columns.map(({ field }) => field);
  const fields: readonly ImportField[] = IMPORT_FIELDS[table.kind];
  const map = (at: number, field: ImportField | null) =>
    change.mutate({ mapping: mapColumn(mapping, at, field) });
  return (
    <section aria-label={t("import.columns")}>
      <h3>{t("import.columns")}</h3>
      <ul>
        {columns.map(({ header, samples, field, at }) => (
          <li key={at} className="column-row">
            <span className="column-name" title={header}>
              {header || t("import.column.nameless", { number: at + 1 })}
            </span>
            <Select<ImportField | typeof LEFT_OUT>
              aria-label={t("import.column.is", { header: header || String(at + 1) })}
              value={field ?? LEFT_OUT}
              disabled={change.isPending}
              options={[
                { value: LEFT_OUT, label: t("import.column.leftOut") },
                ...fields.map((value) => ({ value, label: t(FIELD_TEXT[value]) })),
              ]}
              onChange={(next) => map(at, next === LEFT_OUT ? null : next)}
            />
            <span className="quiet column-samples">{samples.filter(Boolean).join(" · ") || "–"}</span>
          </li>
        ))}
      </ul>
      {change.error !== null && <ProblemNotice error={change.error} />}
    </section>
  );
}
