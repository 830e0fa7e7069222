// SPDX-License-Identifier: Apache-2.0
/** A new group, or what is said of one that one's organisation runs. */
import { SECTORS, type SharingGroup } from "@fengsui/contract";
import { Button, Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { SECTOR_TEXT, type Sector } from "../../people/organisations/words.ts";
import { GROUP_CHANGES } from "../queries.ts";

interface Draft {
  readonly name: string;
  readonly description: string;
  readonly sector: Sector | null;
  readonly isListed: boolean;
  readonly mayPassOn: boolean;
}

interface FormProps {
  /** Absent for a new one. */
  readonly group?: SharingGroup;
  readonly onClose: () => void;
  readonly onSaved?: (id: string) => void;
}

export function GroupForm({ group, onClose, onSaved }: FormProps) {
  const { t } = useTexts();
  const act = useAct(GROUP_CHANGES);
  const organisations = useOrganisationsAs("manager");
  const [owner, setOwner] = useState(useFirstOrganisationAs("manager"));
  const [isMember, setIsMember] = useState(true);
  const [draft, setDraft] = useState<Draft>(() => draftOf(group));
  const save = async () => {
    if (group !== undefined) {
      await hub.sharingGroups.change(group.id, draft);
      onClose();
    } else {
      const made = await hub.sharingGroups.create({ ...draft, organisationId: owner, isMember });
      onSaved?.(made.group.id);
    }
  };
  return (
    <Dialog
      title={t(group === undefined ? "sharing.group.add" : "sharing.group.edit")}
      isWide
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(save);
        }}
      >
        {group === undefined && organisations.length > 1 && (
          <Field label={t("sharing.group.owner")}>
            {(ids) => (
              <OrganisationSelect ids={ids} organisations={organisations} value={owner} onChange={setOwner} />
            )}
          </Field>
        )}
        <GroupFields draft={draft} onChange={setDraft} />
        {group === undefined && (
          <Choice
            label={t("sharing.group.isMember")}
            help={t("sharing.group.isMember.help")}
            value={isMember}
            onChange={setIsMember}
          />
        )}
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={draft.name.trim() === ""}
            loading={act.isPending}
          >
            {t(group === undefined ? "sharing.group.create" : "action.save")}
          </Button>
          <Button type="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function draftOf(group: SharingGroup | undefined): Draft {
  return {
    name: group?.name ?? "",
    description: group?.description ?? "",
    sector: SECTORS.find((one) => one === group?.sector) ?? null,
    isListed: group?.isListed ?? false,
    mayPassOn: group?.mayPassOn ?? false,
  };
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function GroupFields({ draft, onChange }: FieldsProps) {
  const { t } = useTexts();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Field label={t("sharing.group.name")}>
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={200}
            value={draft.name}
            onChange={({ target }) => set({ name: target.value })}
          />
        )}
      </Field>
      <Field label={t("sharing.group.description")} help={t("sharing.group.description.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={draft.description}
            onChange={({ target }) => set({ description: target.value })}
          />
        )}
      </Field>
      <Field label={t("sharing.group.sector")} help={t("sharing.group.sector.help")}>
        {(ids) => (
          <Select<Sector | null>
            {...ids}
            allowClear
            value={draft.sector}
            options={SECTORS.map((value) => ({ value, label: t(SECTOR_TEXT[value]) }))}
            onChange={(sector) => set({ sector: sector ?? null })}
          />
        )}
      </Field>
      <Choice
        label={t("sharing.group.isListed")}
        help={t(draft.sector === null ? "sharing.group.isListed.hub" : "sharing.group.isListed.sector")}
        value={draft.isListed}
        onChange={(isListed) => set({ isListed })}
      />
      <Choice
        label={t("sharing.group.mayPassOn")}
        help={t("sharing.group.mayPassOn.help")}
        value={draft.mayPassOn}
        onChange={(mayPassOn) => set({ mayPassOn })}
      />
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly help: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

function Choice({ label, help, value, onChange }: ChoiceProps) {
  return (
    <div className="field">
      <Checkbox checked={value} onChange={({ target }) => onChange(target.checked)}>
        {label}
      </Checkbox>
      <small className="quiet">{help}</small>
    </div>
  );
}
