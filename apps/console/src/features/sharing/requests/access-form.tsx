// SPDX-License-Identifier: Apache-2.0
/** Asking for a record that one knows of by a link. */
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ReasonForm } from "../../../parts/reason-form.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { REQUEST_CHANGES } from "../queries.ts";

export function AccessForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const act = useAct(REQUEST_CHANGES);
  const organisations = useOrganisationsAs("analyst");
  const [organisationId, setOrganisationId] = useState(useFirstOrganisationAs("analyst"));
  const [reference, setReference] = useState("");
  const [isSent, setIsSent] = useState(false);
  const send = async (reason: string, forget: () => void) => {
    await hub.sharingRequests.askForAccess({ organisationId, reference, reason });
    forget();
    setIsSent(true);
  };
  return (
    <Dialog title={t("sharing.access.ask")} isWide onClose={onClose}>
      {isSent ? (
        <div className="acts">
          <p role="status">{t("sharing.access.sent")}</p>
          <div className="act-row">
            <Button type="primary" onClick={onClose}>
              {t("action.done")}
            </Button>
          </div>
        </div>
      ) : (
        <ReasonForm
          name="sharing.access"
          says={<p>{t("sharing.access.says")}</p>}
          label={t("sharing.access.reason")}
          act={t("sharing.access.act")}
          isBusy={act.isPending}
          error={act.error}
          isReady={reference.trim() !== ""}
          onSend={(reason, forget) => act.mutate(() => send(reason, forget))}
        >
          {organisations.length > 1 && (
            <Field label={t("sharing.request.who")}>
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
          <Field label={t("sharing.access.reference")} help={t("sharing.access.reference.help")}>
            {(ids) => (
              <Input
                {...ids}
                required
                maxLength={500}
                value={reference}
                onChange={({ target }) => setReference(target.value)}
              />
            )}
          </Field>
        </ReasonForm>
      )}
    </Dialog>
  );
}
