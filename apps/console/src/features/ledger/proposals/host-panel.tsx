// SPDX-License-Identifier: Apache-2.0
/** One host that the ledger lacks: when it was seen and by what, and taking it in, naming an asset so, ignoring it. */
import type { HostProposal } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useIsAtLeast } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Fact } from "../../../parts/fact.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { sourcesQuery } from "../../sources/queries.ts";
import { SystemSelect } from "../system-select.tsx";
import { IgnoreDialog } from "./ignore-dialog.tsx";
import { NameAlso } from "./name-also.tsx";
import type { Done } from "./use-hosts-act.ts";
import { useHostsAct } from "./use-hosts-act.ts";

interface PanelProps {
  readonly host: HostProposal;
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
}

export function HostPanel({ host, onDone, onClose }: PanelProps) {
  const { t } = useTexts();
  const mayAct = useIsAtLeast("analyst", host.organisationId);
  const { data: sources = [] } = useQuery(sourcesQuery);
  return (
    <Panel label={t("proposals.one")} head={t("proposals.one")} onClose={onClose}>
      <h2 className="panel-title">{host.name}</h2>
      <p className="why">{host.ignoredReason ?? t("proposals.why")}</p>
      <dl className="facts">
        <Fact name={t("asset.lastSeen")}>
          <TimeAgo at={host.lastSeenAt} />
        </Fact>
        <Fact name={t("proposals.firstSeen")}>
          <TimeAgo at={host.firstSeenAt} />
        </Fact>
        <Fact name={t("nav.sources")}>
          {host.sourceIds.map((id) => (
            <div key={id}>
              <Link to="/sources" search={{ open: id }}>
                {sources.find((one) => one.id === id)?.name ?? t("sources.one")}
              </Link>
            </div>
          ))}
        </Fact>
        <Fact name={t("ledger.owner")}>
          <OrganisationName id={host.organisationId} />
        </Fact>
      </dl>
      <p>
        <Link to="/search" search={{ q: `host.name:"${host.name}"`, from: "now-7d" }}>
          {t("sources.itsEvents")}
        </Link>
      </p>
      {mayAct && <HostActs host={host} onDone={onDone} />}
    </Panel>
  );
}

function HostActs({ host, onDone }: Omit<PanelProps, "onClose">) {
  const { t } = useTexts();
  const act = useHostsAct([host], onDone);
  const [systemId, setSystemId] = useState("");
  const [isIgnoring, setIsIgnoring] = useState(false);
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <Field label={t("proposals.accept.asOf")}>
        {(ids) => (
          <SystemSelect
            ids={ids}
            organisationId={host.organisationId}
            value={systemId}
            blank={t("ledger.noSystem")}
            onChange={setSystemId}
          />
        )}
      </Field>
      <div className="act-row">
        <Button
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate({ kind: "accepted", systemId: systemId === "" ? null : systemId })}
        >
          {t("proposals.accept")}
        </Button>
        {host.state === "open" ? (
          <Button onClick={() => setIsIgnoring(true)}>{t("proposals.ignore")}</Button>
        ) : (
          <Button loading={act.isPending} onClick={() => act.mutate({ kind: "reconsidered" })}>
            {t("proposals.reconsider")}
          </Button>
        )}
      </div>
      {act.error !== null && !isIgnoring && <ProblemNotice error={act.error} />}
      <NameAlso host={host} onDone={onDone} />
      {isIgnoring && <IgnoreDialog count={1} act={act} onClose={() => setIsIgnoring(false)} />}
    </section>
  );
}
