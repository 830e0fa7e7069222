// SPDX-License-Identifier: Apache-2.0
/** One group: whose it is, who is in it, and what one may do there. */
import type { SharingGroup, SharingGroupDetail } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useIsAtLeast } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Fact } from "../../../parts/fact.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../../parts/panel.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { GROUP_CHANGES, groupQuery } from "../queries.ts";
import { AskToJoin } from "./ask-to-join.tsx";
import { GroupForm } from "./group-form.tsx";
import { GroupMembers } from "./group-members.tsx";
import { SectorName } from "./sector-name.tsx";

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function GroupPanel({ id, onClose }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(groupQuery(id));
  const name = data?.group.name ?? t("sharing.group.title");
  return (
    <Panel
      label={name}
      head={t(data?.group.closedAt == null ? "sharing.group.title" : "sharing.group.closed")}
      onClose={onClose}
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null && <PanelSkeleton /> : <Shown detail={data} onLeft={onClose} />}
    </Panel>
  );
}

function Shown({ detail, onLeft }: { readonly detail: SharingGroupDetail; readonly onLeft: () => void }) {
  const { t } = useTexts();
  const { group } = detail;
  const isRun = useIsAtLeast("manager", group.organisationId);
  return (
    <>
      <h2 className="panel-title">{group.name}</h2>
      {group.description !== "" && <p className="prose">{group.description}</p>}
      <dl className="facts">
        <Fact name={t("sharing.group.owner")}>{group.organisationName}</Fact>
        <Fact name={t("sharing.group.sector")}>
          <SectorName sector={group.sector} />
        </Fact>
        <Fact name={t("sharing.group.isListed")}>
          {t(group.isListed ? "sharing.group.listed.yes" : "sharing.group.listed.no")}
        </Fact>
        <Fact name={t("sharing.group.passOn")}>
          {t(group.mayPassOn ? "sharing.group.passOn.yes" : "sharing.group.passOn.no")}
        </Fact>
        {group.closedAt !== null && (
          <Fact name={t("sharing.group.closedAt")}>
            <TimeAgo at={group.closedAt} />
          </Fact>
        )}
      </dl>
      {group.ownMemberIds.length === 0 && <p className="quiet">{t("sharing.group.notIn")}</p>}
      {group.ownMemberIds.length === 0 && !isRun && group.closedAt === null && <AskToJoin group={group} />}
      <GroupMembers detail={detail} isRun={isRun && group.closedAt === null} onLeft={onLeft} />
      {isRun && group.closedAt === null && <RunActs group={group} />}
    </>
  );
}

function RunActs({ group }: { readonly group: SharingGroup }) {
  const { t } = useTexts();
  const act = useAct(GROUP_CHANGES);
  const [shown, setShown] = useState<"nothing" | "form" | "close">("nothing");
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      {shown === "close" ? (
        <>
          <p>{t("sharing.group.close.says")}</p>
          <div className="act-row">
            <Button
              type="primary"
              loading={act.isPending}
              onClick={() =>
                act.mutate(() => hub.sharingGroups.close(group.id).then(() => setShown("nothing")))
              }
            >
              {t("sharing.group.close.act")}
            </Button>
            <Button type="text" onClick={() => setShown("nothing")}>
              {t("action.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <div className="act-row">
          <Button onClick={() => setShown("form")}>{t("sharing.group.edit")}</Button>
          <Button onClick={() => setShown("close")}>{t("sharing.group.close")}</Button>
        </div>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
      {shown === "form" && <GroupForm group={group} onClose={() => setShown("nothing")} />}
    </section>
  );
}
