// SPDX-License-Identifier: Apache-2.0
/** A new webhook, and then its secret. */
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { SecretOnce } from "./secret-once.tsx";
import { isComplete, NEW_DRAFT, WebhookFields } from "./webhook-fields.tsx";

export function NewWebhookForm({ onDone }: { readonly onDone: (id: string) => void }) {
  const { t } = useTexts();
  const organisations = useSession().organisations.filter(({ role }) => role === "administrator");
  const chosen = useChosenOrganisation();
  const [organisationId, setOrganisationId] = useState(
    organisations.find(({ id }) => id === chosen)?.id ?? organisations[0]?.id ?? "",
  );
  const [draft, setDraft] = useState(NEW_DRAFT);
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string }>();
  const create = useAct(["webhooks"]);
  if (made !== undefined)
    return (
      <div className="acts">
        <SecretOnce secret={made.secret} />
        <div className="act-row">
          <Button type="primary" onClick={() => onDone(made.id)}>
            {t("action.done")}
          </Button>
        </div>
      </div>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(async () => {
          const wanted = { ...draft, organisationId, url: draft.url.trim(), kinds: [...draft.kinds] };
          const { webhook, secret } = await hub.webhooks.create(wanted);
          setMade({ id: webhook.id, secret });
        });
      }}
    >
      {organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={organisationId}
              onChange={setOrganisationId}
            />
          )}
        </Field>
      )}
      <WebhookFields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
      {create.error !== null && <ProblemNotice error={create.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={!isComplete(draft)} loading={create.isPending}>
          {t("webhooks.create")}
        </Button>
      </div>
    </form>
  );
}
