// SPDX-License-Identifier: Apache-2.0
/** With whom a case is shared: a marking, who is named with it, and before it is done who then receives it. */
import type { CaseDetail, Sharing } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { colleaguesQuery, organisationsQuery, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { usePersonName } from "../../parts/person-name.tsx";
import { tlpName } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useDraft } from "../../parts/use-draft.ts";
import { PreviewOutcome, ReasonForMore, useShareText } from "../disclosure/preview-outcome.tsx";
import { DISCLOSURE_KEY, previewQuery } from "../disclosure/queries.ts";
import { GroupSelect } from "../sharing/group-select.tsx";
import { CASE_CHANGES } from "./queries.ts";
import {
  draftOf,
  isUnfinished,
  MARKING_CHOICES,
  type MarkingChoice,
  NOT_SHARED,
  type SharingDraft,
  sharingOf,
} from "./sharing-view.ts";

interface FormProps {
  readonly detail: CaseDetail;
  readonly onClose: () => void;
}

export function ShareForm({ detail: { case: one, sharedWith }, onClose }: FormProps) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const act = useAct([...CASE_CHANGES, DISCLOSURE_KEY]);
  const before: Sharing = sharedWith ?? NOT_SHARED;
  const [draft, setDraft] = useState(() => draftOf(before, me));
  const [reason, setReason] = useDraft(`case.share.${one.id}`);
  const after = sharingOf(draft);
  const isReady = !isUnfinished(after);
  const subject = { kind: "case", id: one.id } as const;
  const { data, error, isPlaceholderData } = useQuery({ ...previewQuery(subject, after), enabled: isReady });
  const preview = isReady && !isPlaceholderData ? data : undefined;
  const shareText = useShareText(preview);
  const needsReason = preview?.isWider === true;
  const share = async () => {
    const { fingerprint } = preview ?? {};
    const said = needsReason ? { reason: reason.trim() } : {};
    await hub.cases.share(one.id, { ...after, ...said, ...(fingerprint !== undefined && { fingerprint }) });
    setReason("");
    onClose();
  };
  return (
    <Dialog title={t("case.share.title")} isWide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(share);
        }}
      >
        <SharingFields owner={one.organisationId} draft={draft} onChange={setDraft} />
        {!isReady && <p className="quiet">{t("case.share.nameSomebody")}</p>}
        {preview !== undefined && <PreviewOutcome preview={preview} />}
        {isReady && error !== null && <ProblemNotice error={error} />}
        {preview !== undefined && preview.gains.length > 0 && (
          <p className="quiet">{t("case.share.withIt", { ...one.figures })}</p>
        )}
        {needsReason && <ReasonForMore value={reason} onChange={setReason} />}
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={preview === undefined || (needsReason && reason.trim() === "")}
            loading={act.isPending}
          >
            {shareText}
          </Button>
          <Button type="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface NamedProps {
  readonly owner: string;
  readonly draft: SharingDraft;
  readonly onChange: (draft: SharingDraft) => void;
}

/** A marking, and who is named with it. */
export function SharingFields({ owner, draft, onChange }: NamedProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t("case.share.marking")}>
        {(ids) => (
          <Select<MarkingChoice>
            {...ids}
            value={draft.marking}
            options={MARKING_CHOICES.map((value) => ({
              value,
              label: value === "own" ? t("case.seenBy.own") : tlpName(value),
            }))}
            onChange={(marking) => onChange({ ...draft, marking })}
          />
        )}
      </Field>
      <NamedFields owner={owner} draft={draft} onChange={onChange} />
    </>
  );
}

function NamedFields({ owner, draft, onChange }: NamedProps) {
  const { t } = useTexts();
  if (draft.marking === "red")
    return <PeopleField draft={draft} onChange={(personIds) => onChange({ ...draft, personIds })} />;
  if (draft.marking !== "amber" && draft.marking !== "amber+strict") return null;
  return (
    <>
      <OrganisationsField
        owner={owner}
        draft={draft}
        onChange={(organisationIds) => onChange({ ...draft, organisationIds })}
      />
      <Field label={t("case.share.group")} help={t("case.share.group.help")}>
        {(ids) => (
          <GroupSelect
            ids={ids}
            owner={owner}
            value={draft.sharingGroupId}
            onChange={(sharingGroupId) => onChange({ ...draft, sharingGroupId })}
          />
        )}
      </Field>
    </>
  );
}

interface FieldProps {
  readonly draft: SharingDraft;
  readonly onChange: (ids: readonly string[]) => void;
}

function OrganisationsField({ owner, draft, onChange }: FieldProps & Pick<NamedProps, "owner">) {
  const { t } = useTexts();
  const { data = [], error } = useQuery(organisationsQuery);
  return (
    <Field label={t("case.share.organisations")}>
      {(ids) => (
        <>
          <Select<string[]>
            {...ids}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={[...draft.organisationIds]}
            options={data
              .filter(({ id }) => id !== owner)
              .map(({ id, name }) => ({ value: id, label: name }))}
            onChange={onChange}
          />
          {error !== null && <ProblemNotice error={error} />}
        </>
      )}
    </Field>
  );
}

function PeopleField({ draft, onChange }: FieldProps) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const nameOf = usePersonName();
  const { data = [], error } = useQuery(colleaguesQuery);
  const offered = new Set([...draft.personIds, ...data.map(({ id }) => id)]);
  return (
    <Field label={t("case.share.people")} help={t("case.share.people.help")}>
      {(ids) => (
        <>
          <Select<string[]>
            {...ids}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={[...draft.personIds]}
            options={[...offered].map((id) => ({ value: id, label: nameOf(id), disabled: id === me }))}
            onChange={onChange}
          />
          {error !== null && <ProblemNotice error={error} />}
        </>
      )}
    </Field>
  );
}
