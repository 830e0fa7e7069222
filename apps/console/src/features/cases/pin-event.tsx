// SPDX-License-Identifier: Apache-2.0
/** An event into a case as evidence: a copy, which stays when the event itself is removed for its age. */
import type { Case } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useDraft } from "../../parts/use-draft.ts";
import { CaseLink } from "./case-link.tsx";
import { CaseSelect } from "./case-select.tsx";
import { CASE_CHANGES, caseQuery } from "./queries.ts";

interface PinProps {
  readonly event: { readonly id: string; readonly time: string };
  /** Whose it is: it goes into cases of the same organisation alone. */
  readonly organisationId: string;
  /** The one that is offered first. */
  readonly caseId?: string | null;
}

export function PinEvent(props: PinProps) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  if (!useIsAtLeast("analyst", props.organisationId)) return null;
  return (
    <>
      <Button size="small" type="text" onClick={() => setIsOpen(true)}>
        {t("pin.event")}
      </Button>
      {isOpen && (
        <Dialog title={t("pin.event")} onClose={() => setIsOpen(false)}>
          <PinForm {...props} />
        </Dialog>
      )}
    </>
  );
}

function PinForm({ event, organisationId, caseId = null }: PinProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const { data: offered } = useQuery({ ...caseQuery(caseId ?? ""), enabled: caseId !== null });
  /** Null where it was taken away again. */
  const [chosen, setChosen] = useState<Case | null>();
  const [description, setDescription] = useDraft(`pin.${event.id}`);
  const [pinnedInto, setPinnedInto] = useState<string>();
  const one = chosen === undefined ? offered?.case : (chosen ?? undefined);
  const pin = async () => {
    if (one === undefined) return;
    await hub.cases.pin(one.id, { events: [event], description });
    setDescription("");
    setPinnedInto(one.id);
  };
  if (pinnedInto !== undefined)
    return (
      <p role="status">
        {t("pin.done")} <CaseLink id={pinnedInto} />
      </p>
    );
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        act.mutate(pin);
      }}
    >
      <p>{t("pin.says")}</p>
      <Field label={t("case.label")}>
        {(ids) => (
          <CaseSelect
            ids={ids}
            organisationId={organisationId}
            value={one}
            onChange={(next) => setChosen(next ?? null)}
          />
        )}
      </Field>
      <Field label={t("evidence.description")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={2000}
            value={description}
            onChange={({ target }) => setDescription(target.value)}
          />
        )}
      </Field>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={one === undefined} loading={act.isPending}>
          {t("pin.act")}
        </Button>
      </div>
    </form>
  );
}
