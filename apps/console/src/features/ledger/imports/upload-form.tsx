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
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
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
  const { t } = useTexts();
  const [kind, setKind] = useState<ImportKind>("assets");
  const organisations = useOrganisationsAs(kind === "systems" ? "manager" : "analyst");
  const [chosen, setChosen] = useState(useChosenOrganisation());
  const organisation = organisations.find(({ id }) => id === chosen) ?? organisations[0];
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const upload = useUpload();
  const mayAdd = useOrganisationsAs("analyst").length > 0;
  if (!mayAdd) return <Empty title={t("import.notYours")} hint={t("problem.forbidden.hint")} />;
  const given = file ?? (pasted.trim() === "" ? undefined : new Blob([pasted]));
  const isTooLarge = (given?.size ?? 0) > MAX_IMPORT_BYTES;
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault();
        if (given === undefined || organisation === undefined) return;
        const fileName = file?.name.slice(0, 300) ?? t("import.pasted");
        const wanted = { organisationId: organisation.id, kind, fileName, file: given };
        upload.mutate(wanted, { onSuccess: onDone });
      }}
    >
      <p className="quiet">{t("import.lead")}</p>
      <Choices<ImportKind>
        label={t("import.kind")}
        value={kind}
        choices={IMPORT_KINDS.toReversed().map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
        onChange={setKind}
      />
      {organisation === undefined && <p role="alert">{t("import.needsManager")}</p>}
      {organisations.length > 1 && (
        <Field label={t("ledger.owner")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={organisation?.id ?? ""}
              onChange={setChosen}
            />
          )}
        </Field>
      )}
      <TableInput file={file} onFile={setFile} pasted={pasted} onPaste={setPasted} />
      {isTooLarge && <p role="alert">{t("import.tooLarge", { size: MAX_IMPORT_BYTES / MEBIBYTE })}</p>}
      {upload.error !== null && <ProblemNotice error={upload.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={given === undefined || isTooLarge || organisation === undefined}
          loading={upload.isPending}
        >
          {t("import.look")}
        </Button>
      </div>
    </form>
  );
}

interface InputProps {
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
  readonly pasted: string;
  readonly onPaste: (text: string) => void;
}

function TableInput({ file, onFile, pasted, onPaste }: InputProps) {
  const { t, language } = useTexts();
  return (
    <>
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
            onChange={({ target }) => onFile(target.files?.[0])}
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
              onChange={({ target }) => onPaste(target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
