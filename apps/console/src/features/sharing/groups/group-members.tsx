// SPDX-License-Identifier: Apache-2.0
/** Who is in a group; hidden ones as a number, but to who runs it and to themselves. */
import type { SharingGroupDetail } from "@fengsui/contract";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { OrganisationField } from "../organisation-field.tsx";
import { GROUP_CHANGES } from "../queries.ts";
import { MemberActs } from "./member-acts.tsx";

interface MembersProps {
  readonly detail: SharingGroupDetail;
  /** One runs it. */
  readonly isRun: boolean;
  readonly onLeft: () => void;
}

export function GroupMembers({ detail, isRun, onLeft }: MembersProps) {
  const { t } = useTexts();
  const { group, members, hiddenMembers } = detail;
  const act = useAct(GROUP_CHANGES);
  const mine = new Set(useOrganisationsAs("manager").map(({ id }) => id));
  const remove = async (organisationId: string) => {
    await hub.sharingGroups.removeMember(group.id, organisationId);
    if (!isRun) onLeft();
  };
  return (
    <section aria-label={t("sharing.group.members")}>
      <h3>{t("sharing.group.members")}</h3>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <table className="rows">
        <tbody>
          {members.map(({ organisationId, name, isHidden }) => (
            <tr key={organisationId}>
              <td>
                {name}
                {isHidden && <span className="quiet"> · {t("sharing.member.hidden")}</span>}
              </td>
              <td className="acts-cell">
                {(isRun || mine.has(organisationId)) && (
                  <MemberActs
                    name={name}
                    isHidden={isHidden}
                    isOwn={mine.has(organisationId)}
                    isClosed={group.closedAt !== null}
                    onHide={(hide) =>
                      act.mutate(() => hub.sharingGroups.putMember(group.id, organisationId, hide))
                    }
                    onRemove={() => act.mutate(() => remove(organisationId))}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hiddenMembers > 0 && <p className="quiet">{t("sharing.members.hidden", { number: hiddenMembers })}</p>}
      {isRun && <AddMember detail={detail} />}
    </section>
  );
}

function AddMember({ detail: { group, members } }: Pick<MembersProps, "detail">) {
  const { t } = useTexts();
  const act = useAct(GROUP_CHANGES);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isHidden, setIsHidden] = useState(false);
  const known = new Set(members.map(({ organisationId }) => organisationId));
  const add = async (id: string) => {
    await hub.sharingGroups.putMember(group.id, id, isHidden);
    setChosen(null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) act.mutate(() => add(chosen));
      }}
    >
      <OrganisationField
        label={t("sharing.member.add")}
        help={t("sharing.member.add.help")}
        known={known}
        chosen={chosen}
        onChoose={setChosen}
      />
      <div className="act-row">
        <Button htmlType="submit" disabled={chosen === null} loading={act.isPending}>
          {t("sharing.member.add.act")}
        </Button>
        <Checkbox checked={isHidden} onChange={({ target }) => setIsHidden(target.checked)}>
          {t("sharing.member.addHidden")}
        </Checkbox>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </form>
  );
}
