// SPDX-License-Identifier: Apache-2.0
/** A table as a file or as text, and whose and what it is. Nothing is changed by uploading it. */
import {
  IMPORT_KINDS,
  type ImportKind,
  type LedgerImport,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
} from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { Empty } from "../../../parts/empty.tsx";
import { Field } from "../../../parts/field.tsx";
import { formatWhole } from "../../../parts/number.ts";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useUpload } from "./queries.ts";

const KIND_TEXT = { systems: "ledger.systems", assets: "ledger.assets" } as const;
const MEBIBYTE = 1024 * 1024;

export function UploadForm({ onDone }: { readonly onDone: (made: LedgerImport) => void }) {
  const { t, language } = useTexts();
  const [kind, setKind] = useState<ImportKind>("assets");
  const organisations = useOrganisationsAs(kind === "systems" ? "manager" : "analyst");
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? "");
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const upload = useUpload();
  const mayAdd = useOrganisationsAs("analyst").length > 0;
  if (!mayAdd) return <Empty title={t("import.notYours")} hint={t("problem.forbidden.hint")} />;
  const given = file ?? (pasted.trim() === "" ? undefined : new Blob([pasted]));
  const isTooLarge = (given?.size ?? 0) > MAX_IMPORT_BYTES;
  const isOwn = organisations.some(({ id }) => id === organisationId);
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault();
        if (given === undefined) return;
        const fileName = file?.name.slice(0, 300) ?? t("import.pasted");
        upload.mutate({ organisationId, kind, fileName, file: given }, { onSuccess: onDone });
      }}
    >
      <p className="quiet">{t("import.lead")}</p>
      <Choices<ImportKind>
        label={t("import.kind")}
        value={kind}
        choices={IMPORT_KINDS.toReversed().map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
        onChange={setKind}
      />
      {kind === "systems" && !isOwn && <p role="alert">{t("import.needsManager")}</p>}
      {organisations.length > 1 && (
        <Field label={t("ledger.owner")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={organisationId}
              onChange={setOrganisationId}
            />
          )}
        </Field>
      )}
      <Field
        label={t("import.file")}
        help={t("import.file.help", {
          size: MAX_IMPORT_BYTES / MEBIBYTE,
          rows: formatWhole(MAX_IMPORT_ROWS, language),
        })}
      >
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        )}
      </Field>
      {file === undefined && (
        <Field label={t("import.paste")} help={t("import.paste.help")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              autoSize={{ minRows: 3, maxRows: 12 }}
              value={pasted}
              onChange={({ target }) => setPasted(target.value)}
            />
          )}
        </Field>
      )}
      {isTooLarge && <p role="alert">{t("import.tooLarge", { size: MAX_IMPORT_BYTES / MEBIBYTE })}</p>}
      {upload.error !== null && <ProblemNotice error={upload.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={given === undefined || isTooLarge || !isOwn}
          loading={upload.isPending}
        >
          {t("import.look")}
        </Button>
      </div>
    </form>
  );
}
