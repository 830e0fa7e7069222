// SPDX-License-Identifier: Apache-2.0
/** What others read of one's own organisation, for its administrators to put right. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Claims } from "./claims.tsx";
import { Contacts } from "./contacts.tsx";
import { OrganisationFacts } from "./facts.tsx";
import { OrganisationFormDialog } from "./organisation-form.tsx";
import { organisationQuery } from "./queries.ts";

export function OwnFacts({ id, mayEdit }: { readonly id: string; readonly mayEdit: boolean }) {
  const { t } = useTexts();
  const { data } = useQuery(organisationQuery(id));
  const [isEditing, setIsEditing] = useState(false);
  if (data === undefined) return <div className="facts-wait" aria-hidden="true" />;
  return (
    <section className="own-facts" aria-label={t("organisations.facts")}>
      <OrganisationFacts organisation={data} />
      {mayEdit && (
        <div className="act-row">
          <Button onClick={() => setIsEditing(true)}>{t("organisations.edit")}</Button>
        </div>
      )}
      <Contacts organisationId={id} mayEdit={mayEdit} />
      <Claims organisationId={id} mayClaim={mayEdit} mayConfirm={false} />
      {isEditing && <OrganisationFormDialog organisation={data} onClose={() => setIsEditing(false)} />}
    </section>
  );
}
