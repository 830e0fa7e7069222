// SPDX-License-Identifier: Apache-2.0
/** What would become of each row, line by line, and doing exactly that. */
import { HubProblem } from "@fengsui/client";
import { IMPORT_OUTCOMES, type ImportOutcome, type LedgerImport } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { formatWhole } from "../../../parts/number.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { PanelSkeleton } from "../../../parts/panel.tsx";
import { OUTCOME_TEXT } from "./fields.ts";
import { PreviewRows } from "./preview-rows.tsx";
import { previewQuery, useCommit, useDiscard } from "./queries.ts";

interface PreviewProps {
  readonly table: LedgerImport;
  readonly onClose: () => void;
}

export function Preview({ table, onClose }: PreviewProps) {
  const { t, language } = useTexts();
  const [shown, setShown] = useState<ImportOutcome | "all">("all");
  const preview = useInfiniteQuery(previewQuery(table.id, shown));
  // The counts are of all rows, whichever are shown.
  const all = useInfiniteQuery(previewQuery(table.id, "all")).data?.pages[0];
  if (preview.error !== null)
    return <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  const labelOf = (outcome: ImportOutcome | "all") => {
    const count = outcome === "all" ? table.rowCount : (all?.counts[outcome] ?? 0);
    return `${t(OUTCOME_TEXT[outcome])} ${formatWhole(count, language)}`;
  };
  return (
    <section className="import-preview" aria-label={t("import.preview")}>
      <h3>{t("import.preview")}</h3>
      {all === undefined ? (
        <PanelSkeleton />
      ) : (
        <>
          <ImportActs table={table} preview={all} onClose={onClose} />
          <Choices<ImportOutcome | "all">
            label={t("import.preview")}
            value={shown}
            choices={(["all", ...IMPORT_OUTCOMES] as const).map((value) => ({
              value,
              label: labelOf(value),
            }))}
            onChange={setShown}
          />
          <PreviewRows kind={table.kind} rows={preview.data?.pages.flatMap(({ rows }) => rows)} />
          {preview.hasNextPage && (
            <Button block loading={preview.isFetchingNextPage} onClick={() => void preview.fetchNextPage()}>
              {t("list.more")}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

interface ActsProps extends PreviewProps {
  readonly preview: { readonly counts: Record<ImportOutcome, number>; readonly fingerprint: string };
}

function ImportActs({ table, preview: { counts, fingerprint }, onClose }: ActsProps) {
  const { t } = useTexts();
  const commit = useCommit(table.id);
  const discard = useDiscard(table.id);
  const changing = counts.created + counts.changed;
  const hasMoved = commit.error instanceof HubProblem && commit.error.code === "ledger_import.changed";
  return (
    <>
      <p>{t("import.says", { created: counts.created, changed: counts.changed })}</p>
      <div className="act-row">
        <Button
          type="primary"
          disabled={changing === 0}
          loading={commit.isPending}
          onClick={() => commit.mutate(fingerprint)}
        >
          {t("import.commit", { count: changing })}
        </Button>
        {counts.rejected > 0 && (
          <Button href={hub.ledger.imports.rejectedAddress(table.id)} download>
            {t("import.rejected.file")}
          </Button>
        )}
        <Button
          type="text"
          loading={discard.isPending}
          onClick={() => discard.mutate(undefined, { onSuccess: onClose })}
        >
          {t("import.discard")}
        </Button>
      </div>
      {hasMoved ? (
        <p role="alert">{t("import.moved")}</p>
      ) : (
        commit.error !== null && <ProblemNotice error={commit.error} />
      )}
      {discard.error !== null && <ProblemNotice error={discard.error} />}
    </>
  );
}
