// SPDX-License-Identifier: Apache-2.0
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAddSource } from "./queries.ts";
import type { ShownKey } from "./source-panel.tsx";
import { managedOf } from "./view.ts";

interface AddSourceProps {
  readonly onClose: () => void;
  readonly onAdded: (added: ShownKey) => void;
}

export function AddSource({ onClose, onAdded }: AddSourceProps) {
  const { t } = useTexts();
  const organisations = managedOf(useSession().organisations);
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? "");
  const [name, setName] = useState("");
  const add = useAddSource();
  return (
    <Dialog title={t("sources.add")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(
            { organisationId, name: name.trim() },
            { onSuccess: ({ id, key }) => onAdded({ sourceId: id, key }) },
          );
        }}
      >
        <Field label={t("sources.name")} help={t("sources.name.help")}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {organisations.length > 1 && (
          <Field label={t("organisation.label")}>
            {(ids) => (
              <Select
                {...ids}
                value={organisationId}
                options={organisations.map(({ id, name: label }) => ({ value: id, label }))}
                onChange={setOrganisationId}
              />
            )}
          </Field>
        )}
        {add.error !== null && <ProblemNotice error={add.error} />}
        <div className="act-row">
          <Button type="primary" htmlType="submit" disabled={name.trim() === ""} loading={add.isPending}>
            {t("sources.add.act")}
          </Button>
          <Button type="text" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
