// SPDX-License-Identifier: Apache-2.0
/** A draft: what is told, how it is marked, and with whom it will be shared. Observables are lines of a type and a value. */
import { OBSERVABLE_KINDS, type Publication, type PublicationDetail } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useFirstOrganisationAs } from "../../app/organisation-choice.ts";
import { useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PapField } from "../../parts/pap-select.tsx";
import { useAct } from "../../parts/use-act.ts";
import { SeveritySelect } from "../cases/severity-select.tsx";
import { SharingFields } from "../cases/share-form.tsx";
import { draftOf, isUnfinished, NOT_SHARED, sharingOf } from "../cases/sharing-view.ts";
import { PUBLICATION_CHANGES } from "./queries.ts";
import { readObservables, readTechniques, writeObservables } from "./view.ts";

interface FormProps {
  readonly detail?: PublicationDetail;
  /** The case of another organisation that it is about, or the request that asked for it. */
  readonly of?: { readonly caseId?: string; readonly requestId?: string };
  readonly organisationId?: string;
  readonly onClose: () => void;
  readonly onDone: (id: string) => void;
}

/** What is told, as it is typed. */
interface TextDraft {
  readonly title: string;
  readonly text: string;
  readonly severity: Publication["severity"];
  readonly techniques: string;
  readonly observables: string;
}

function textOf(before: Publication | undefined): TextDraft {
  return {
    title: before?.title ?? "",
    text: before?.text ?? "",
    severity: before?.severity ?? "medium",
    techniques: before?.techniques.join(", ") ?? "",
    observables: writeObservables(before?.observables ?? []),
  };
}

export function PublicationForm({ detail, of = {}, organisationId, onClose, onDone }: FormProps) {
  const { t } = useTexts();
  const act = useAct(PUBLICATION_CHANGES);
  const first = useFirstOrganisationAs("analyst");
  const me = useSession().person.id;
  const before = detail?.publication;
  const planned = detail?.own?.sharing ?? NOT_SHARED;
  const [draft, setDraft] = useState(() => ({
    ...textOf(before),
    organisationId: before?.organisationId ?? organisationId ?? first,
    pap: before?.pap ?? null,
    sharing: draftOf(planned, me),
  }));
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const sharing = sharingOf(draft.sharing);
  const observables = readObservables(draft.observables);
  const techniques = readTechniques(draft.techniques);
  const isReady =
    draft.title.trim() !== "" &&
    observables !== undefined &&
    techniques !== undefined &&
    !isUnfinished(sharing);
  const send = async () => {
    const { organisationId: owner, title, text, severity, pap } = draft;
    const content = {
      title,
      text,
      severity,
      pap,
      sharing,
      techniques: techniques ?? [],
      observables: observables ?? [],
    };
    const version = detail?.own?.version;
    const { publication } =
      before === undefined || version === undefined
        ? await hub.publications.create({ organisationId: owner, ...content, ...of })
        : await hub.publications.change(before.id, { ...content, version });
    onDone(publication.id);
  };
  return (
    <Dialog title={t(before === undefined ? "publications.new" : "case.edit")} isWide onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(send);
        }}
      >
        {before === undefined && organisationId === undefined && (
          <Publisher value={draft.organisationId} onChange={(owner) => set({ organisationId: owner })} />
        )}
        <ContentFields draft={draft} onChange={set} />
        <PapField value={draft.pap} onChange={(pap) => set({ pap })} />
        <SharingFields
          owner={draft.organisationId}
          draft={draft.sharing}
          onChange={(next) => set({ sharing: next })}
        />
        {act.error !== null && <ProblemNotice error={act.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
            {t("publications.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ContentProps {
  readonly draft: TextDraft;
  readonly onChange: (change: Partial<TextDraft>) => void;
}

function ContentFields({ draft, onChange }: ContentProps) {
  const { t } = useTexts();
  const areObservables = readObservables(draft.observables) !== undefined;
  const areTechniques = readTechniques(draft.techniques) !== undefined;
  return (
    <>
      <Field label={t("case.title")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={draft.title}
            onChange={({ target }) => onChange({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t("case.severity")}>
        {(ids) => (
          <SeveritySelect
            ids={ids}
            value={draft.severity}
            onChange={(severity) => severity !== undefined && onChange({ severity })}
          />
        )}
      </Field>
      <Field label={t("publications.text")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            maxLength={50_000}
            autoSize={{ minRows: 4, maxRows: 16 }}
            value={draft.text}
            onChange={({ target }) => onChange({ text: target.value })}
          />
        )}
      </Field>
      <Field label={t("publications.techniques")} help={t("publications.techniques.help")}>
        {(ids) => (
          <Input
            {...ids}
            {...(!areTechniques && { status: "error" as const })}
            value={draft.techniques}
            onChange={({ target }) => onChange({ techniques: target.value })}
          />
        )}
      </Field>
      <Field
        label={t("publications.observables")}
        help={t("publications.observables.help", { types: OBSERVABLE_KINDS.join(", ") })}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            {...(!areObservables && { status: "error" as const })}
            autoSize={{ minRows: 2, maxRows: 10 }}
            value={draft.observables}
            onChange={({ target }) => onChange({ observables: target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Publisher({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const { t } = useTexts();
  const organisations = useOrganisationsAs("analyst");
  if (organisations.length < 2) return null;
  return (
    <Field label={t("publications.publisher")}>
      {(ids) => (
        <OrganisationSelect ids={ids} organisations={organisations} value={value} onChange={onChange} />
      )}
    </Field>
  );
}
