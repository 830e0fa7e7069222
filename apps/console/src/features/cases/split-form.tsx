// SPDX-License-Identifier: Apache-2.0
/** Splitting a case: what goes along into the new one is chosen, and nothing else moves. */
import type { Case } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import { CASE_CHANGES, splittableQuery } from "./queries.ts";

interface FormProps {
  readonly one: Case;
  readonly onClose: () => void;
}

type Kind = "alerts" | "tasks" | "evidence";
type Chosen = Readonly<Record<Kind, readonly string[]>>;

export function SplitForm({ one, onClose }: FormProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const act = useAct(CASE_CHANGES);
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<Chosen>({ alerts: [], tasks: [], evidence: [] });
  const count = Object.values(chosen).flat().length;
  return (
    <Dialog title={t("case.split")} isWide onClose={onClose}>
      <ReasonForm
        name={`case.split.${one.id}`}
        says={<p>{t("case.split.says")}</p>}
        label={t("reason.label")}
        act={t("case.split.act", { count })}
        isReady={count > 0 && title.trim() !== ""}
        isBusy={act.isPending}
        error={act.error}
        onSend={(reason, forget) =>
          act.mutate(async () => {
            const made = await hub.cases.split(one.id, {
              title,
              reason,
              alertIds: [...chosen.alerts],
              taskIds: [...chosen.tasks],
              evidenceIds: [...chosen.evidence],
            });
            forget();
            await navigate({ to: "/cases/$caseId", params: { caseId: made.case.id }, search: {} });
          })
        }
      >
        <Field label={t("case.split.title")}>
          {(ids) => (
            <Input {...ids} maxLength={500} value={title} onChange={({ target }) => setTitle(target.value)} />
          )}
        </Field>
        <WhatGoes id={one.id} chosen={chosen} onChange={setChosen} />
      </ReasonForm>
    </Dialog>
  );
}

interface WhatGoesProps {
  readonly id: string;
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

const KIND_TEXT = { alerts: "nav.alerts", tasks: "case.tasks", evidence: "evidence.title" } as const;

function WhatGoes({ id, chosen, onChange }: WhatGoesProps) {
  const { t } = useTexts();
  const { data } = useQuery(splittableQuery(id));
  if (data === undefined) return <div className="panel-skeleton" aria-hidden="true" />;
  const kinds = (["alerts", "tasks", "evidence"] as const).filter((kind) => data[kind].length > 0);
  if (kinds.length === 0) return <p className="quiet">{t("case.split.nothing")}</p>;
  return (
    <>
      {kinds.map((kind) => (
        <fieldset key={kind} className="choose-many">
          <legend>{t(KIND_TEXT[kind])}</legend>
          <Checkbox.Group
            value={[...chosen[kind]]}
            options={data[kind].map(({ id: value, name }) => ({ value, label: name }))}
            onChange={(ids) => onChange({ ...chosen, [kind]: ids })}
          />
        </fieldset>
      ))}
    </>
  );
}
