// SPDX-License-Identifier: Apache-2.0
/** One import: how its table is read, what would become of its rows, or what did. */
import type { LedgerImport } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { formatWhole } from "../../../parts/number.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PanelSkeleton } from "../../../parts/panel.tsx";
import { ColumnMapping } from "./column-mapping.tsx";
import { Preview } from "./preview.tsx";
import { importQuery } from "./queries.ts";
import { TableForm } from "./table-form.tsx";

interface ImportProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function OneImport({ id, onClose }: ImportProps) {
  const { t, language } = useTexts();
  const { data, error, refetch } = useQuery(importQuery(id));
  if (error !== null)
    return (
      <>
        <ProblemNotice error={error} onRetry={() => void refetch()} />
        <div className="act-row">
          <Button onClick={onClose}>{t("import.another")}</Button>
        </div>
      </>
    );
  if (data === undefined) return <PanelSkeleton />;
  return (
    <>
      <h2>
        {data.fileName}{" "}
        <span className="quiet">{t("import.rows", { count: formatWhole(data.rowCount, language) })}</span>
      </h2>
      {data.state === "committed" ? (
        <Committed done={data} onClose={onClose} />
      ) : (
        <>
          <TableForm table={data} />
          <ColumnMapping table={data} />
          <Preview table={data} onClose={onClose} />
        </>
      )}
    </>
  );
}

function Committed({ done, onClose }: { readonly done: LedgerImport; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id, kind, outcome } = done;
  return (
    <>
      <p role="status">
        <strong>{outcome !== null && t("import.done", { ...outcome })}</strong>
      </p>
      <div className="act-row">
        {(outcome?.rejected ?? 0) > 0 && (
          <Button href={hub.ledger.imports.rejectedAddress(id)} download>
            {t("import.rejected.file")}
          </Button>
        )}
        <Button onClick={onClose}>{t("import.another")}</Button>
        <Link to={kind === "systems" ? "/ledger/systems" : "/ledger/assets"} search={{}}>
          {t(kind === "systems" ? "import.toSystems" : "import.toAssets")}
        </Link>
      </div>
    </>
  );
}
