// SPDX-License-Identifier: Apache-2.0
/** The other end of an invitation: what it is about, and in with a new account or with the one that one has. */
import type { InvitationLook } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { sessionQuery } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { CardSkeleton } from "../../../parts/card.tsx";
import { Choices } from "../../../parts/choices.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { exactTime } from "../../../parts/time.ts";
import { AccessFrame } from "../../access/access-frame.tsx";
import { ProviderButtons } from "../../access/provider-buttons.tsx";
import { tokenOf } from "../../access/view.ts";
import { ROLE_TEXT } from "../role-text.ts";
import { JoinAsMyself, JoinBySigningIn, JoinWithNewAccount } from "./accept-forms.tsx";

export function AcceptPage() {
  const { t } = useTexts();
  const [token] = useState(() => tokenOf(window.location.hash));
  const { data: look, error } = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => hub.invitations.look(token, signal),
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (token === "" || error !== null)
    return (
      <AccessFrame title={t("accept.title")} lead={t("accept.lead.none")}>
        {error === null ? <p>{t("accept.noToken")}</p> : <ProblemNotice error={error} />}
        <Link to="/sign-in" search={{}}>
          {t("setup.toSignIn")}
        </Link>
      </AccessFrame>
    );
  if (look === undefined)
    return (
      <AccessFrame title={t("accept.title")} lead="…">
        <CardSkeleton />
      </AccessFrame>
    );
  return (
    <AccessFrame
      title={t("accept.into", { organisation: look.organisation })}
      lead={t("accept.lead", { name: look.invitedBy, role: t(ROLE_TEXT[look.role].name) })}
    >
      <p className="quiet">{t(ROLE_TEXT[look.role].help)}</p>
      <Ways token={token} look={look} />
      <small className="quiet">{t("accept.until", { time: exactTime(look.expiresAt) })}</small>
    </AccessFrame>
  );
}

function Ways({ token, look }: { readonly token: string; readonly look: InvitationLook }) {
  const { t } = useTexts();
  const { data: session } = useQuery(sessionQuery);
  const [way, setWay] = useState<"new" | "known">("new");
  if (session === undefined) return null;
  if (session !== null) return <JoinAsMyself token={token} look={look} session={session} />;
  return (
    <>
      <Choices
        label={t("accept.way")}
        value={way}
        choices={[
          { value: "new", label: t("accept.way.new") },
          { value: "known", label: t("accept.way.known") },
        ]}
        onChange={setWay}
      />
      {way === "new" ? (
        <>
          <JoinWithNewAccount token={token} look={look} />
          <ProviderButtons key="new" next="/situation" invitation={token} text="accept.by" />
        </>
      ) : (
        <>
          <JoinBySigningIn token={token} look={look} />
          <ProviderButtons key="known" next={`/invitation#${token}`} />
        </>
      )}
    </>
  );
}
