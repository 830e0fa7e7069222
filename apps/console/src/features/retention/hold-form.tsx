// SPDX-License-Identifier: Apache-2.0
/** A new legal hold: of what, why, and until when. */
import type { HoldScope } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { Field } from "../../parts/field.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import { sourcesQuery } from "../sources/queries.ts";
import { RETENTION_KEY } from "./queries.ts";
import { readTime } from "./view.ts";

const KINDS = ["organisation", "source", "case"] as const;
type Kind = (typeof KINDS)[number];
const KIND_TEXT: Readonly<Record<Kind, TextKey>> = {
  organisation: "holds.kind.organisation",
  source: "holds.kind.source",
  case: "holds.kind.case",
};

interface HoldFormProps {
  readonly organisationId: string;
  readonly onDone: () => void;
}

export function HoldForm({ organisationId, onDone }: HoldFormProps) {
  const { t } = useTexts();
  const [kind, setKind] = useState<Kind>("organisation");
  const [named, setNamed] = useState<Named>({ sourceId: "", from: "", to: "", caseId: "" });
  const [until, setUntil] = useState("");
  const act = useAct([RETENTION_KEY]);
  const scope = scopeOf(kind, named);
  const set = (part: Partial<Named>) => setNamed({ ...named, ...part });
  return (
    <ReasonForm
      name={`hold.${organisationId}`}
      says={
        <Choices
          label={t("holds.kind")}
          value={kind}
          choices={KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
          onChange={setKind}
        />
      }
      label={t("holds.reason")}
      act={t("holds.make")}
      isBusy={act.isPending}
      error={act.error}
      isReady={scope !== undefined}
      onSend={(reason, forget) =>
        scope !== undefined &&
        act.mutate(async () => {
          await hub.retention.hold({ organisationId, scope, reason, until: readTime(until) ?? null });
          forget();
          onDone();
        })
      }
    >
      {kind === "source" && <SourceFields organisationId={organisationId} named={named} onChange={set} />}
      {kind === "case" && (
        <Field label={t("holds.case")} help={t("holds.case.help")}>
          {(ids) => (
            <Input {...ids} value={named.caseId} onChange={({ target }) => set({ caseId: target.value })} />
          )}
        </Field>
      )}
      <Field label={t("holds.untilField")} help={t("holds.untilField.help")}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={until}
            onChange={({ target }) => setUntil(target.value)}
          />
        )}
      </Field>
    </ReasonForm>
  );
}

interface Named {
  readonly sourceId: string;
  readonly from: string;
  readonly to: string;
  readonly caseId: string;
}

/** Out of the address of a case, too. */
const CASE_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

function scopeOf(kind: Kind, { sourceId, from, to, caseId }: Named): HoldScope | undefined {
  if (kind === "organisation") return { kind };
  if (kind === "case") {
    const [id] = CASE_ID.exec(caseId) ?? [];
    return id === undefined ? undefined : { kind, caseId: id };
  }
  const [begin, end] = [readTime(from), readTime(to)];
  if (sourceId === "" || begin === undefined || end === undefined) return undefined;
  return { kind, sourceId, from: begin, to: end };
}

interface SourceFieldsProps {
  readonly organisationId: string;
  readonly named: Named;
  readonly onChange: (part: Partial<Named>) => void;
}

function SourceFields({ organisationId, named, onChange }: SourceFieldsProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(sourcesQuery);
  const own = data.filter((source) => source.organisationId === organisationId);
  return (
    <>
      <Field label={t("holds.source")}>
        {(ids) => (
          <Select<string>
            {...ids}
            showSearch={{ optionFilterProp: "label" }}
            {...(named.sourceId !== "" && { value: named.sourceId })}
            options={own.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(sourceId) => onChange({ sourceId })}
          />
        )}
      </Field>
      <Field label={t("holds.from")}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={named.from}
            onChange={({ target }) => onChange({ from: target.value })}
          />
        )}
      </Field>
      <Field label={t("holds.to")}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={named.to}
            onChange={({ target }) => onChange({ to: target.value })}
          />
        )}
      </Field>
    </>
  );
}
