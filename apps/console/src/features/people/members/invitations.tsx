// SPDX-License-Identifier: Apache-2.0
/** Who was invited, and what became of it; another link, or none any more. */
import type { Invitation } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { ROLE_TEXT } from "../role-text.ts";
import { InviteLink } from "./invite-link.tsx";
import { invitationsQuery, useRenewInvitation, useRevokeInvitation } from "./queries.ts";
import { byState } from "./view.ts";

const STATE_TEXT: Readonly<Record<Invitation["state"], TextKey>> = {
  open: "invitation.open",
  expired: "invitation.expired",
  accepted: "invitation.accepted",
  revoked: "invitation.revoked",
};

export function Invitations({ organisationId }: { readonly organisationId: string }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(invitationsQuery(organisationId));
  const renew = useRenewInvitation(organisationId);
  const revoke = useRevokeInvitation(organisationId);
  const failure = renew.error ?? revoke.error;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <section aria-label={t("invitations.title")}>
      <h2>{t("invitations.title")}</h2>
      {renew.data !== undefined && <InviteLink made={renew.data} />}
      {failure !== null && <ProblemNotice error={failure} />}
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t("access.email")}</th>
            <th scope="col">{t("people.role")}</th>
            <th scope="col">{t("alerts.state")}</th>
            <th scope="col">{t("invitation.time")}</th>
            <th scope="col">
              <span className="unseen">{t("alert.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {byState(data).map((invitation) => (
            <tr key={invitation.id}>
              <td>{invitation.email}</td>
              <td>{t(ROLE_TEXT[invitation.role].name)}</td>
              <td>{t(STATE_TEXT[invitation.state])}</td>
              <td>
                <TimeAgo at={timeOf(invitation)} />
              </td>
              <td className="acts-cell">
                {isPending(invitation) && (
                  <>
                    <Button
                      size="small"
                      aria-label={t("invitation.renew.of", { email: invitation.email })}
                      loading={renew.isPending && renew.variables === invitation.id}
                      onClick={() => renew.mutate(invitation.id)}
                    >
                      {t("invitation.renew")}
                    </Button>
                    <Button
                      size="small"
                      aria-label={t("invitation.revoke.of", { email: invitation.email })}
                      loading={revoke.isPending && revoke.variables === invitation.id}
                      onClick={() => revoke.mutate(invitation.id)}
                    >
                      {t("invitation.revoke")}
                    </Button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isPending({ state }: Invitation): boolean {
  return state === "open" || state === "expired";
}

function timeOf({ acceptedAt, revokedAt, expiresAt }: Invitation): string {
  return acceptedAt ?? revokedAt ?? expiresAt;
}
