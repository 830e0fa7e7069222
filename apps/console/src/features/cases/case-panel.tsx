// SPDX-License-Identifier: Apache-2.0
/** One case: what it is, what became of it, what can be done, and all that hangs on it. */
import type { CaseDetail } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../parts/panel.tsx";
import { Severity } from "../../parts/severity.tsx";
import { PapChip, TlpChip } from "../../parts/tlp.tsx";
import { EvidencePart } from "../evidence/evidence-part.tsx";
import { CaseActs } from "./case-acts.tsx";
import { CaseAlerts } from "./case-alerts.tsx";
import { CaseDecision, CaseFacts, CaseMerged } from "./case-facts.tsx";
import { CaseNotes } from "./case-notes.tsx";
import { CaseOrders } from "./case-orders.tsx";
import { CaseTasks } from "./case-tasks.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import { CASES_KEY, caseQuery } from "./queries.ts";
import { CASE_STATE_TEXT, TAB_TEXT } from "./texts.ts";
import { CASE_TABS, type CaseTab, oneOf } from "./view.ts";

interface PanelProps {
  readonly id: string;
  readonly tab: string | undefined;
  readonly onTab: (tab: CaseTab) => void;
  readonly onClose: () => void;
  readonly isAlone?: boolean;
}

export function CasePanel({ id, tab, onTab, onClose, isAlone = false }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(caseQuery(id));
  return (
    <Panel
      label={t("case.label")}
      head={data === undefined ? t("case.label") : <CaseHead detail={data} />}
      ownPage={
        isAlone ? undefined : (
          <Link to="/cases/$caseId" params={{ caseId: id }} search={tab === undefined ? {} : { tab }}>
            {t("alert.ownPage")}
          </Link>
        )
      }
      onClose={onClose}
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <PanelSkeleton />}
      {data !== undefined && <CaseBody detail={data} tab={oneOf(CASE_TABS, tab, "timeline")} onTab={onTab} />}
    </Panel>
  );
}

function CaseHead({ detail: { case: one } }: { readonly detail: CaseDetail }) {
  const { t } = useTexts();
  return (
    <>
      <Severity level={one.severity} /> · {one.reference ?? t("case.label")} · {t(CASE_STATE_TEXT[one.state])}{" "}
      {one.marking !== null && <TlpChip marking={one.marking} />}{" "}
      {one.pap !== null && <PapChip pap={one.pap} />}
    </>
  );
}

interface BodyProps {
  readonly detail: CaseDetail;
  readonly tab: CaseTab;
  readonly onTab: (tab: CaseTab) => void;
}

function CaseBody({ detail, tab, onTab }: BodyProps) {
  const { t } = useTexts();
  const { case: one } = detail;
  const isWorker = useIsAtLeast("analyst", one.organisationId);
  const mayWork = isWorker && !one.isMerged;
  const { alerts, notes, openTasks } = one.figures;
  const counts: Partial<Record<CaseTab, number>> = { alerts, notes, tasks: openTasks };
  const label = (name: CaseTab) =>
    counts[name] ? `${t(TAB_TEXT[name])} ${counts[name]}` : t(TAB_TEXT[name]);
  return (
    <>
      <h2 className="panel-title">{one.title}</h2>
      {one.isMerged && <CaseMerged one={one} mayWork={isWorker} />}
      {one.decision !== null && <CaseDecision decision={one.decision} />}
      {one.summary !== "" && <p className="said">{one.summary}</p>}
      <CaseFacts detail={detail} />
      {!one.isMerged && <CaseActs detail={detail} isWorker={isWorker} />}
      <Choices
        label={t("case.parts")}
        value={tab}
        choices={CASE_TABS.map((name) => ({ value: name, label: label(name) }))}
        onChange={onTab}
      />
      {tab === "timeline" && <CaseTimeline id={one.id} />}
      {tab === "alerts" && <CaseAlerts one={one} mayWork={mayWork} />}
      {tab === "notes" && <CaseNotes id={one.id} mayWork={mayWork} />}
      {tab === "tasks" && <CaseTasks one={one} mayWork={mayWork} />}
      {tab === "evidence" && (
        <EvidencePart of={{ kind: "cases", id: one.id }} mayAdd={mayWork} changes={[CASES_KEY]} />
      )}
      {tab === "orders" && <CaseOrders one={one} />}
    </>
  );
}
