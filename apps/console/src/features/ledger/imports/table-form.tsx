// SPDX-License-Identifier: Apache-2.0
/** How the bytes are read as a table; found out, and corrected where that was wrong. */
import { IMPORT_CHARSETS, IMPORT_DELIMITERS, type LedgerImport } from "@fengsui/contract";
import { Select } from "antd";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useChangeImport } from "./queries.ts";

type Delimiter = LedgerImport["delimiter"];
const DELIMITER_TEXT: Readonly<Record<Delimiter, TextKey>> = {
  ",": "import.delimiter.comma",
  ";": "import.delimiter.semicolon",
  "\t": "import.delimiter.tab",
  "|": "import.delimiter.bar",
};

export function TableForm({ table }: { readonly table: LedgerImport }) {
  const { t } = useTexts();
  const change = useChangeImport(table.id);
  return (
    <>
      <div className="filters">
        <Select<LedgerImport["charset"]>
          aria-label={t("import.charset")}
          value={table.charset}
          loading={change.isPending}
          options={IMPORT_CHARSETS.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={(charset) => change.mutate({ charset })}
        />
        <Select<Delimiter>
          aria-label={t("import.delimiter")}
          value={table.delimiter}
          loading={change.isPending}
          options={IMPORT_DELIMITERS.map((value) => ({ value, label: t(DELIMITER_TEXT[value]) }))}
          onChange={(delimiter) => change.mutate({ delimiter })}
        />
      </div>
      {change.error !== null && <ProblemNotice error={change.error} />}
    </>
  );
}
