// SPDX-License-Identifier: Apache-2.0
/** What one may read of an organisation; for roles of the hub, to put right and to find its first administrator. */
import type { Organisation } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Invitations } from "../members/invitations.tsx";
import { InviteDialog } from "../members/invite-dialog.tsx";
import { Claims } from "./claims.tsx";
import { Contacts } from "./contacts.tsx";
import { OrganisationFacts } from "./facts.tsx";
import { OrganisationFormDialog } from "./organisation-form.tsx";

export function OrganisationBody({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useTexts();
  const { hubRoles, organisations } = useSession();
  const [shown, setShown] = useState<"nothing" | "form" | "invite">("nothing");
  const { id, isVacant, centreId } = organisation;
  const isCoordinator = hubRoles.includes("coordinator");
  const isOfItOrItsCentre = organisations.some((own) => own.id === id || own.id === centreId);
  const administers = organisations.some((own) => own.id === id && own.role === "administrator");
  return (
    <>
      <OrganisationFacts organisation={organisation} />
      {(isCoordinator || isOfItOrItsCentre) && (
        <>
          <Contacts organisationId={id} mayEdit={isCoordinator || administers} />
          <Claims organisationId={id} mayClaim={administers} mayConfirm={isCoordinator} />
        </>
      )}
      <Link to="/organisations" search={{ centre: id }}>
        {t("organisations.below")}
      </Link>
      {isVacant && <p className="why">{t("organisations.vacant.hint")}</p>}
      {hubRoles.length > 0 && (
        <div className="act-row">
          {isVacant && (
            <Button type="primary" onClick={() => setShown("invite")}>
              {t("organisations.inviteFirst")}
            </Button>
          )}
          <Button onClick={() => setShown("form")}>{t("organisations.edit")}</Button>
        </div>
      )}
      {isVacant && <Invitations organisationId={id} />}
      {shown === "form" && (
        <OrganisationFormDialog organisation={organisation} onClose={() => setShown("nothing")} />
      )}
      {shown === "invite" && (
        <InviteDialog organisation={organisation} isFirst onClose={() => setShown("nothing")} />
      )}
    </>
  );
}
