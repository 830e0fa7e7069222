// SPDX-License-Identifier: Apache-2.0
/** Somebody of the organisation: as what, since when; another role, or out of it. */
import type { Member } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { MakeLink } from "../accounts/make-link.tsx";
import { ROLE_TEXT } from "../role-text.ts";
import { HubRoleBoxes } from "./hub-role-boxes.tsx";
import { useChangeRole, useRemoveMember } from "./queries.ts";
import { RoleSelect } from "./role-select.tsx";

interface MemberPanelProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly member: Member;
  readonly mayAdminister: boolean;
  readonly onClose: () => void;
}

export function MemberPanel({ organisation, member, mayAdminister, onClose }: MemberPanelProps) {
  const { t } = useTexts();
  const isOperator = useSession().hubRoles.includes("operator");
  return (
    <aside className="panel" aria-label={member.name}>
      <header className="panel-head">
        <span className="quiet">{t(ROLE_TEXT[member.role].name)}</span>
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">{member.name}</h2>
      <dl className="facts">
        <div>
          <dt>{t("access.email")}</dt>
          <dd>{member.email}</dd>
        </div>
        <div>
          <dt>{t("people.since")}</dt>
          <dd>
            <TimeAgo at={member.memberSince} />
          </dd>
        </div>
      </dl>
      {!mayAdminister && <p className="quiet">{t(ROLE_TEXT[member.role].help)}</p>}
      {mayAdminister && <MemberActs organisation={organisation} member={member} onRemoved={onClose} />}
      {isOperator && member.hubRoles !== null && <HubRoleBoxes personId={member.id} held={member.hubRoles} />}
    </aside>
  );
}

type ActsProps = Pick<MemberPanelProps, "organisation" | "member"> & { readonly onRemoved: () => void };

function MemberActs({ organisation, member, onRemoved }: ActsProps) {
  const { t } = useTexts();
  const change = useChangeRole(organisation.id, member.id);
  const remove = useRemoveMember(organisation.id, member.id);
  const [isAsking, setIsAsking] = useState(false);
  const error = change.error ?? remove.error;
  const isOneself = useSession().person.id === member.id;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <RoleSelect
        value={member.role}
        isDisabled={change.isPending}
        onChange={(role) => change.mutate(role)}
      />
      {isAsking ? (
        <>
          <p>{t("people.remove.says", { name: member.name, organisation: organisation.name })}</p>
          <div className="act-row">
            <Button
              type="primary"
              loading={remove.isPending}
              onClick={() => remove.mutate(undefined, { onSuccess: onRemoved })}
            >
              {t("people.remove.act")}
            </Button>
            <Button type="text" onClick={() => setIsAsking(false)}>
              {t("action.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <div className="act-row">
          <Button onClick={() => setIsAsking(true)}>{t("people.remove")}</Button>
        </div>
      )}
      {!isOneself && (
        <MakeLink name={member.name} make={() => hub.people.makePasswordLink(organisation.id, member.id)} />
      )}
      {error !== null && <ProblemNotice error={error} />}
    </section>
  );
}
