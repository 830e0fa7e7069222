// SPDX-License-Identifier: Apache-2.0
/** Asking to join a group that one found. */
import type { SharingGroup } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ReasonForm } from "../../../parts/reason-form.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { REQUEST_CHANGES } from "../queries.ts";

export function AskToJoin({ group }: { readonly group: SharingGroup }) {
  const { t } = useTexts();
  const act = useAct(REQUEST_CHANGES);
  const organisations = useOrganisationsAs("manager");
  const first = useFirstOrganisationAs("manager");
  const [chosen, setChosen] = useState(first);
  const [state, setState] = useState<"nothing" | "form" | "sent">("nothing");
  if (organisations.length === 0) return <p className="quiet">{t("sharing.join.byManager")}</p>;
  if (state === "sent") return <p role="status">{t("sharing.join.sent")}</p>;
  if (state === "nothing")
    return (
      <div className="act-row">
        <Button type="primary" onClick={() => setState("form")}>
          {t("sharing.join")}
        </Button>
      </div>
    );
  const send = async (reason: string, forget: () => void) => {
    await hub.sharingRequests.askToJoin(group.id, { organisationId: chosen, reason });
    forget();
    setState("sent");
  };
  return (
    <ReasonForm
      name={`sharing.join.${group.id}`}
      says={<p>{t("sharing.join.says", { organisation: group.organisationName })}</p>}
      label={t("sharing.access.reason")}
      act={t("sharing.join.act")}
      isBusy={act.isPending}
      error={act.error}
      onSend={(reason, forget) => act.mutate(() => send(reason, forget))}
    >
      {organisations.length > 1 && (
        <Field label={t("sharing.request.who")}>
          {(ids) => (
            <OrganisationSelect ids={ids} organisations={organisations} value={chosen} onChange={setChosen} />
          )}
        </Field>
      )}
    </ReasonForm>
  );
}
