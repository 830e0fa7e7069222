// SPDX-License-Identifier: Apache-2.0
/** A new system, and one that is changed: one form. */
import type { System } from "@fengsui/contract";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { useFormDraft } from "../../../parts/use-form-draft.ts";
import { useLedgerAct } from "../queries.ts";
import { blankSystem, formOf, SYSTEM_FORM, toNewSystem, toSystemChange } from "./form.ts";
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

export function EditSystemForm({ system, onDone }: EditProps) {
  const { t } = useTexts();
  const [before] = useState(() => formOf(system));
  const draft = useFormDraft(`system.${system.id}.${system.changedAt}`, SYSTEM_FORM, before);
  const change = useLedgerAct(hub.ledger.systems.change.bind(undefined, system.id));
  const wanted = toSystemChange(draft.value, before);
  const done = () => {
    draft.forget();
    onDone();
  };
  return (
    <SystemFields
      form={draft.value}
      onChange={draft.set}
      submit={{ text: t("action.save"), isBusy: change.isPending, error: change.error }}
      onSubmit={() => (wanted === undefined ? done() : change.mutate(wanted, { onSuccess: done }))}
    />
  );
}
