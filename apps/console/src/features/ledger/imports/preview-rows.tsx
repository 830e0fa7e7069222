// SPDX-License-Identifier: Apache-2.0
/** Rows of a table with what would become of each: what would change, from what to what, or why it is refused. */
import type { ImportKind, ImportRow } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { FIELD_TEXT, OUTCOME_TEXT, REASON_TEXT } from "./fields.ts";

interface RowsProps {
  readonly kind: ImportKind;
  readonly rows: readonly ImportRow[] | undefined;
}

export function PreviewRows({ kind, rows }: RowsProps) {
  const { t } = useTexts();
  return (
    <table className="list preview-rows" aria-busy={rows === undefined}>
      <caption className="unseen">{t("import.preview")}</caption>
      <thead>
        <tr>
          <th scope="col" className="col-line">
            {t("import.line")}
          </th>
          <th scope="col" className="col-outcome">
            {t("import.outcome")}
          </th>
          <th scope="col">{t("ledger.name")}</th>
          <th scope="col" className="col-what">
            {t("import.what")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows?.map((row) => (
          <tr key={row.line}>
            <td className="col-line">{row.line}</td>
            <td className="col-outcome">{t(OUTCOME_TEXT[row.outcome])}</td>
            <td title={row.name}>
              <RowName kind={kind} row={row} />
            </td>
            <td className="col-what">
              <RowDetail row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowName({ kind, row: { id, name } }: { readonly kind: ImportKind; readonly row: ImportRow }) {
  if (id === null) return name;
  if (kind === "systems")
    return (
      <Link to="/ledger/systems/$systemId" params={{ systemId: id }}>
        {name}
      </Link>
    );
  return (
    <Link to="/ledger/assets/$assetId" params={{ assetId: id }}>
      {name}
    </Link>
  );
}

function RowDetail({ row: { reasons, changes, perhaps } }: { readonly row: ImportRow }) {
  const { t } = useTexts();
  return (
    <ul>
      {reasons.map(({ code, message }) => (
        <li key={`${code} ${message}`}>
          {t(REASON_TEXT[code])} <span className="quiet">{message}</span>
        </li>
      ))}
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          {t(FIELD_TEXT[field])}: {from !== "" && <del>{from}</del>} {to === "" ? "–" : to}
        </li>
      ))}
      {perhaps.map(({ id, name }) => (
        <li key={id}>{t("import.perhaps", { name })}</li>
      ))}
    </ul>
  );
}
