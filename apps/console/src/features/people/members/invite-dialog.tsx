// SPDX-License-Identifier: Apache-2.0
/** Inviting somebody: to what address, as what; then the link to give to them. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import type { Role } from "../role-text.ts";
import { InviteLink } from "./invite-link.tsx";
import { useInvite } from "./queries.ts";
import { RoleSelect } from "./role-select.tsx";

interface InviteDialogProps {
  readonly organisation: { readonly id: string; readonly name: string };
  /** Nobody administers it yet. */
  readonly isFirst?: boolean;
  readonly onClose: () => void;
}

export function InviteDialog({ organisation, isFirst = false, onClose }: InviteDialogProps) {
  const { t } = useTexts();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(isFirst ? "administrator" : "analyst");
  const invite = useInvite(organisation.id);
  return (
    <Dialog title={t("invite.into", { organisation: organisation.name })} onClose={onClose}>
      {invite.data !== undefined ? (
        <div className="acts">
          <InviteLink made={invite.data} />
          <div className="act-row">
            <Button type="primary" onClick={onClose}>
              {t("action.done")}
            </Button>
            <Button
              onClick={() => {
                invite.reset();
                setEmail("");
              }}
            >
              {t("invite.another")}
            </Button>
          </div>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ email: email.trim(), role });
          }}
        >
          <Field label={t("access.email")}>
            {(ids) => (
              <Input
                {...ids}
                type="email"
                autoFocus
                required
                autoComplete="off"
                value={email}
                onChange={({ target }) => setEmail(target.value)}
              />
            )}
          </Field>
          <RoleSelect value={role} isDisabled={isFirst} onChange={setRole} />
          {isFirst && <p className="quiet">{t("invite.first")}</p>}
          {invite.error !== null && <ProblemNotice error={invite.error} />}
          <div className="act-row">
            <Button
              type="primary"
              htmlType="submit"
              disabled={email.trim() === ""}
              loading={invite.isPending}
            >
              {t("invite.act")}
            </Button>
            <Button type="text" onClick={onClose}>
              {t("action.cancel")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
