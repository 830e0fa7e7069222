// SPDX-License-Identifier: Apache-2.0
/** The link of an invitation, while it is new: it is to be given to the person by whoever made it. */
import type { InvitationLink } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { invitationLink } from "./view.ts";

export function InviteLink({ made }: { readonly made: InvitationLink }) {
  const { t } = useTexts();
  const link = invitationLink(window.location.origin, made.token);
  return (
    <section className="key-once" role="status">
      <strong>{t("invite.link", { email: made.invitation.email })}</strong>
      <div className="act-row">
        <code>{link}</code>
        <CopyButton text={link} />
      </div>
      <p className="quiet">
        {t("invite.link.hint")} {t("invite.link.ends")} <TimeAgo at={made.invitation.expiresAt} />
      </p>
    </section>
  );
}
