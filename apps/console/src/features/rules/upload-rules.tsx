// SPDX-License-Identifier: Apache-2.0
/** Rule files, or a folder of them, to the hub; what it made of them stays on the screen until it is read. */
import { MAX_RULE_FILES, type RuleUploaded } from "@fengsui/contract";
import { Button, Select } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Diagnostics } from "./diagnostics.tsx";
import { useUploadRules } from "./queries.ts";
import { isRuleFile, readRuleFile } from "./view.ts";

export function UploadRules({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const organisations = useSession().organisations.filter(({ role }) => role !== "viewer");
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? "");
  const [files, setFiles] = useState<readonly File[]>([]);
  const upload = useUploadRules();
  const send = async () => {
    upload.mutate({ organisationId, files: await Promise.all(files.map(readRuleFile)) });
  };
  const choose = (chosen: FileList | null) =>
    setFiles([...(chosen ?? [])].filter(({ name }) => isRuleFile(name)));
  const isTooMany = files.length > MAX_RULE_FILES;
  return (
    <Dialog title={t("rules.upload")} onClose={onClose} isWide>
      {upload.data !== undefined ? (
        <Outcome outcome={upload.data} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Field label={t("rules.upload.files")} help={t("rules.upload.help")}>
            {(ids) => (
              <input
                {...ids}
                type="file"
                multiple
                accept=".yml,.yaml"
                onChange={(event) => choose(event.target.files)}
              />
            )}
          </Field>
          <Field label={t("rules.upload.folder")}>
            {(ids) => (
              <input
                {...ids}
                type="file"
                ref={(input) => input?.setAttribute("webkitdirectory", "")}
                onChange={(event) => choose(event.target.files)}
              />
            )}
          </Field>
          {organisations.length > 1 && (
            <Field label={t("organisation.label")}>
              {(ids) => (
                <Select
                  {...ids}
                  value={organisationId}
                  options={organisations.map(({ id, name: label }) => ({ value: id, label }))}
                  onChange={setOrganisationId}
                />
              )}
            </Field>
          )}
          {isTooMany && <p role="alert">{t("rules.upload.tooMany", { count: MAX_RULE_FILES })}</p>}
          {upload.error !== null && <ProblemNotice error={upload.error} />}
          <div className="act-row">
            <Button
              type="primary"
              htmlType="submit"
              disabled={files.length === 0 || isTooMany}
              loading={upload.isPending}
            >
              {t("rules.upload.act", { count: files.length })}
            </Button>
            <Button type="text" onClick={onClose}>
              {t("action.cancel")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

interface OutcomeProps {
  readonly outcome: RuleUploaded;
  readonly onClose: () => void;
}

function Outcome({ outcome, onClose }: OutcomeProps) {
  const { t } = useTexts();
  const { created, changed, unchanged, refused, diagnostics } = outcome;
  return (
    <>
      <p role="status">
        <strong>{t("rules.uploaded", { created, changed, unchanged, refused })}</strong>
      </p>
      <Diagnostics diagnostics={diagnostics} />
      <Button type="primary" autoFocus onClick={onClose}>
        {t("action.done")}
      </Button>
    </>
  );
}
