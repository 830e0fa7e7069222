// SPDX-License-Identifier: Apache-2.0
/** Tables into the ledger: a file or what is pasted, what its columns are, what would become of each row, and doing it. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { LedgerHead } from "../ledger-head.tsx";
import { EarlierImports } from "./earlier-imports.tsx";
import { OneImport } from "./one-import.tsx";
import { UploadForm } from "./upload-form.tsx";

export function ImportPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { id } = useSearch({ from: "/inside/ledger/import" });
  const show = (next?: string) =>
    void navigate({ to: "/ledger/import", search: next === undefined ? {} : { id: next } });
  return (
    <div className="page">
      <section className="page-main" aria-label={t("ledger.import")}>
        <LedgerHead title={t("ledger.import")} />
        {id === undefined ? (
          <>
            <UploadForm onDone={(one) => show(one.id)} />
            <EarlierImports onOpen={(one) => show(one.id)} />
          </>
        ) : (
          <OneImport key={id} id={id} onClose={() => show()} />
        )}
      </section>
    </div>
  );
}
