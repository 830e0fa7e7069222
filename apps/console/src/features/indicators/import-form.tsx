// SPDX-License-Identifier: Apache-2.0
/** A feed as a file or as values that are pasted, and how it is taken. */
import {
  INDICATOR_IMPORT_MODES,
  type IndicatorImportQuery,
  MAX_INDICATOR_IMPORT_BYTES,
} from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Field } from "../../parts/field.tsx";
import { formatBytes } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import type { Feed } from "./use-import.ts";

const MODE_TEXT = { add: "indicators.mode.add", replace: "indicators.mode.replace" } as const;
const MODE_SAYS = { add: "indicators.mode.add.says", replace: "indicators.mode.replace.says" } as const;

interface FormProps {
  readonly error: unknown;
  readonly onGive: (feed: Feed) => void;
}

export function ImportForm({ error, onGive }: FormProps) {
  const { t } = useTexts();
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const [mode, setMode] = useState<IndicatorImportQuery["mode"]>("add");
  const [end, setEnd] = useState("");
  const [note, setNote] = useState("");
  const given = file ?? (pasted.trim() === "" ? undefined : new Blob([pasted]));
  const isTooLarge = (given?.size ?? 0) > MAX_INDICATOR_IMPORT_BYTES;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (given === undefined) return;
        const query = {
          mode,
          ...(end !== "" && { expiresAt: new Date(end).toISOString() }),
          ...(note.trim() !== "" && { note: note.trim() }),
        };
        onGive({ file: given, query });
      }}
    >
      <FeedInput file={file} onFile={setFile} pasted={pasted} onPaste={setPasted} isTooLarge={isTooLarge} />
      <div className="field">
        <Choices
          label={t("indicators.mode")}
          value={mode}
          choices={INDICATOR_IMPORT_MODES.map((value) => ({ value, label: t(MODE_TEXT[value]) }))}
          onChange={setMode}
        />
        <small className="quiet">{t(MODE_SAYS[mode])}</small>
      </div>
      <Field label={t("indicators.end.until")} help={t("indicators.end.help")}>
        {(ids) => (
          <Input {...ids} type="datetime-local" value={end} onChange={({ target }) => setEnd(target.value)} />
        )}
      </Field>
      <Field label={t("indicators.note")} help={t("indicators.note.help")}>
        {(ids) => (
          <Input {...ids} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
        )}
      </Field>
      {error !== undefined && <ProblemNotice error={error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={given === undefined || isTooLarge}>
          {t("indicators.import.act")}
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
  readonly isTooLarge: boolean;
}

function FeedInput({ file, onFile, pasted, onPaste, isTooLarge }: InputProps) {
  const { t, language } = useTexts();
  const size = formatBytes(MAX_INDICATOR_IMPORT_BYTES, language);
  return (
    <>
      <Field label={t("indicators.file")} help={t("indicators.file.help", { size })}>
        {(ids) => (
          // The browser takes what is dropped on it.
          <input {...ids} className="drop" type="file" onChange={({ target }) => onFile(target.files?.[0])} />
        )}
      </Field>
      {file === undefined && (
        <Field label={t("indicators.paste")} help={t("indicators.paste.help")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              autoSize={{ minRows: 4, maxRows: 12 }}
              value={pasted}
              onChange={({ target }) => onPaste(target.value)}
            />
          )}
        </Field>
      )}
      {isTooLarge && <p role="alert">{t("indicators.tooLarge", { size })}</p>}
    </>
  );
}
