// SPDX-License-Identifier: Apache-2.0
/** A new organisation, or what is written of one. */
import { ORGANISATION_KINDS, type Organisation, SECTORS } from "@fengsui/contract";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { CentreSelect } from "./centre-select.tsx";
import { useSaveOrganisation } from "./queries.ts";
import { draftOf, formOf, type OrganisationDraft } from "./view.ts";
import { KIND_TEXT, SECTOR_TEXT } from "./words.ts";

interface FormDialogProps {
  /** Absent for a new one. */
  readonly organisation?: Organisation;
  readonly onClose: () => void;
  readonly onSaved?: (organisation: Organisation) => void;
}

export function OrganisationFormDialog({ organisation, onClose, onSaved }: FormDialogProps) {
  const { t } = useTexts();
  const maySetCentre = useSession().hubRoles.length > 0;
  const [draft, setDraft] = useState<OrganisationDraft>(() => draftOf(organisation));
  const save = useSaveOrganisation(organisation?.id);
  const set = (change: Partial<OrganisationDraft>) => setDraft({ ...draft, ...change });
  const done = (saved: Organisation) => {
    onClose();
    onSaved?.(saved);
  };
  return (
    <Dialog
      title={t(organisation === undefined ? "organisations.add" : "organisations.edit")}
      isWide
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(formOf(draft, maySetCentre), { onSuccess: done });
        }}
      >
        <Field label={t("organisations.name")}>
          {(ids) => (
            <Input
              {...ids}
              required
              autoFocus
              maxLength={200}
              value={draft.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          )}
        </Field>
        <Choice
          label={t("organisations.sector")}
          value={draft.sector}
          options={SECTORS.map((value) => ({ value, label: t(SECTOR_TEXT[value]) }))}
          onChange={(sector) => set({ sector })}
        />
        <Choice
          label={t("organisations.kind")}
          value={draft.kind}
          options={ORGANISATION_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
          onChange={(kind) => set({ kind })}
        />
        <Field label={t("organisations.region")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={100}
              value={draft.region}
              onChange={({ target }) => set({ region: target.value })}
            />
          )}
        </Field>
        {maySetCentre && (
          <CentreSelect
            value={draft.centreId}
            except={organisation?.id}
            onChange={(centreId) => set({ centreId })}
          />
        )}
        {save.error !== null && <ProblemNotice error={save.error} />}
        <div className="act-row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={draft.name.trim() === ""}
            loading={save.isPending}
          >
            {t("action.save")}
          </Button>
          <Button type="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value | null) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const { t } = useTexts();
  return (
    <Field label={label}>
      {(ids) => (
        <Select
          {...ids}
          allowClear
          placeholder={t("organisations.unsaid")}
          value={value}
          options={options}
          onChange={(next: Value | null | undefined) => onChange(next ?? null)}
        />
      )}
    </Field>
  );
}
