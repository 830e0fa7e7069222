// SPDX-License-Identifier: Apache-2.0
/** A new system, and one that is changed: one form. */
import { HubProblem } from "@fengsui/client";
import type { System } from "@fengsui/contract";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { useFormDraft } from "../../../parts/use-form-draft.ts";
import { type SystemChangeInput, useLedgerAct } from "../queries.ts";
import {
  blankSystem,
  changedFields,
  formOf,
  SYSTEM_FORM,
  type SystemField,
  toNewSystem,
  toSystemChange,
} from "./form.ts";
import { SystemFields } from "./system-fields.tsx";

interface NewProps {
  readonly onDone: (system: System) => void;
}

export function NewSystemForm({ onDone }: NewProps) {
  const { t } = useTexts();
  const first = useFirstOrganisationAs("manager");
  const draft = useFormDraft("system.new", SYSTEM_FORM, blankSystem(first));
  const add = useLedgerAct(hub.ledger.systems.add);
  return (
    <SystemFields
      form={draft.value}
      isNew
      onChange={draft.set}
      submit={{ text: t("ledger.systems.add.act"), isBusy: add.isPending, error: add.error }}
      onSubmit={() =>
        add.mutate(toNewSystem(draft.value), {
          onSuccess: (system) => {
            draft.forget();
            onDone(system);
          },
        })
      }
    />
  );
}

interface EditProps {
  readonly system: System;
  readonly onDone: () => void;
}

const FIELD_TEXT: Readonly<Record<SystemField, TextKey>> = {
  name: "ledger.name",
  purpose: "ledger.purpose",
  level: "ledger.level",
  isCritical: "ledger.critical",
  guardianId: "ledger.guardian",
  responsible: "alert.responsible",
  measures: "ledger.measures",
};

function isStale(error: unknown): boolean {
  return error instanceof HubProblem && error.code === "system.changed_meanwhile";
}

export function EditSystemForm({ system, onDone }: EditProps) {
  const { t } = useTexts();
  const [opened] = useState(system);
  const [before] = useState(() => formOf(system));
  const draft = useFormDraft(`system.${opened.id}.${opened.changedAt}`, SYSTEM_FORM, before);
  // Who was told that it is no longer what they opened saves on top of what it is now.
  const [isTold, setIsTold] = useState(false);
  const known = isTold ? system : opened;
  const change = useLedgerAct((wanted: SystemChangeInput) =>
    hub.ledger.systems.change(system.id, { ...wanted, ifChangedAt: known.changedAt }),
  );
  const theirs = changedFields(formOf(system), before);
  const done = () => {
    draft.forget();
    onDone();
  };
  const save = () => {
    const wanted = toSystemChange(draft.value, before);
    if (wanted === undefined) done();
    else change.mutate(wanted, { onSuccess: done, onError: (error) => setIsTold(isStale(error)) });
  };
  return (
    <>
      {isTold && theirs.length > 0 && (
        <p role="alert">
          {t("ledger.system.changedMeanwhile", {
            fields: theirs.map((field) => t(FIELD_TEXT[field])).join(", "),
          })}
        </p>
      )}
      <SystemFields
        form={draft.value}
        onChange={draft.set}
        submit={{ text: t("action.save"), isBusy: change.isPending, error: change.error }}
        onSubmit={save}
      />
    </>
  );
}
