// SPDX-License-Identifier: Apache-2.0
/** A list that is made, and one that gets another title or level. */
import type { IndicatorList } from "@fengsui/contract";
import { Button, Checkbox, Input } from "antd";
import { type ReactNode, useState } from "react";
import { hub } from "../../app/hub.ts";
import { useChosenOrganisation } from "../../app/organisation-choice.ts";
import { useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { OrganisationSelect } from "../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { SeveritySelect } from "../cases/severity-select.tsx";
import { LIST_CHANGES } from "./queries.ts";

type Said = Pick<IndicatorList, "title" | "level">;

interface FormProps {
  readonly start: Said;
  readonly act: string;
  readonly onSend: (said: Said) => Promise<unknown>;
  readonly children?: ReactNode;
}

function ListForm({ start, act: actText, onSend, children }: FormProps) {
  const { t } = useTexts();
  const [said, setSaid] = useState(start);
  const act = useAct(LIST_CHANGES);
  const title = said.title.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(() => onSend({ ...said, title }));
      }}
    >
      <Field label={t("indicators.title")} help={t("indicators.title.help")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={200}
            value={said.title}
            onChange={({ target }) => setSaid({ ...said, title: target.value })}
          />
        )}
      </Field>
      <Field label={t("alerts.level")} help={t("indicators.level.help")}>
        {(ids) => (
          <SeveritySelect
            ids={ids}
            value={said.level}
            onChange={(level) => setSaid({ ...said, level: level ?? said.level })}
          />
        )}
      </Field>
      {children}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={title === ""} loading={act.isPending}>
          {actText}
        </Button>
      </div>
    </form>
  );
}

export function NewListForm({ onDone }: { readonly onDone: (list: IndicatorList) => void }) {
  const { t } = useTexts();
  const organisations = useOrganisationsAs("analyst");
  const isOperator = useSession().hubRoles.includes("operator");
  const [chosen, setChosen] = useState(useChosenOrganisation());
  const [isForAll, setIsForAll] = useState(false);
  const organisation = organisations.find(({ id }) => id === chosen) ?? organisations[0];
  if (organisation === undefined) return null;
  const create = async (said: Said) => {
    const scope = isForAll ? ("hub" as const) : ("organisation" as const);
    onDone(await hub.indicators.create({ organisationId: organisation.id, ...said, scope }));
  };
  return (
    <ListForm start={{ title: "", level: "high" }} act={t("indicators.lists.make")} onSend={create}>
      {organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={organisation.id}
              onChange={setChosen}
            />
          )}
        </Field>
      )}
      {isOperator && (
        <Checkbox checked={isForAll} onChange={({ target }) => setIsForAll(target.checked)}>
          {t("indicators.forAll")}
        </Checkbox>
      )}
    </ListForm>
  );
}

interface EditProps {
  readonly list: IndicatorList;
  readonly onDone: () => void;
}

export function EditListForm({ list, onDone }: EditProps) {
  const { t } = useTexts();
  const { id, title, level } = list;
  return (
    <ListForm
      start={{ title, level }}
      act={t("action.save")}
      onSend={async (said) => {
        await hub.indicators.change(id, said);
        onDone();
      }}
    />
  );
}
