// SPDX-License-Identifier: Apache-2.0
/** What can be done with a case: take it, work on it, decide, open it again, merge, split. */
import type { Case, CaseDetail } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast, useOrganisationName, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { AssignSelect } from "../../parts/assign-select.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { DisclosureActs, RecallDialog, WhoSeesDialog } from "../disclosure/who-sees.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { EditCaseForm } from "./edit-case-form.tsx";
import { MergeForm } from "./merge-form.tsx";
import { CASE_CHANGES } from "./queries.ts";
import { ShareForm } from "./share-form.tsx";
import { SplitForm } from "./split-form.tsx";

interface ActsProps {
  readonly detail: CaseDetail;
  readonly isWorker: boolean;
}

export function CaseActs({ detail, isWorker }: ActsProps) {
  const { case: one } = detail;
  const { t } = useTexts();
  const organisation = useOrganisationName(one.organisationId) ?? "–";
  if (!isWorker) return <p className="quiet">{t("case.mayNot", { organisation })}</p>;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      {one.state === "closed" ? <Reopen one={one} /> : <OpenCaseActs one={one} />}
      <Share detail={detail} />
    </section>
  );
}

/** Also of a closed case: it is read for long after. */
function Share({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTexts();
  const { case: one } = detail;
  const [shown, setShown] = useState<"nothing" | "share" | "who" | "recall">("nothing");
  const close = () => setShown("nothing");
  return (
    <>
      <div className="act-row">
        <Button onClick={() => setShown("share")}>{t("case.share")}</Button>
        <DisclosureActs
          isShared={one.marking !== null}
          mayRecall={useIsAtLeast("responder", one.organisationId)}
          maySeeWho={useIsAtLeast("manager", one.organisationId)}
          onWho={() => setShown("who")}
          onRecall={() => setShown("recall")}
        />
      </div>
      {shown === "share" && <ShareForm detail={detail} onClose={close} />}
      {shown === "who" && (
        <WhoSeesDialog subject={{ kind: "case", id: one.id }} owner={one.organisationId} onClose={close} />
      )}
      {shown === "recall" && (
        <RecallDialog
          id={one.id}
          changes={CASE_CHANGES}
          onRecall={(reason) => hub.cases.recall(one.id, reason)}
          onClose={close}
        />
      )}
    </>
  );
}

type Shown = "nothing" | "decision" | "edit" | "merge" | "split";

function OpenCaseActs({ one }: { readonly one: Case }) {
  const { t } = useTexts();
  const me = useSession().person.id;
  const act = useAct(CASE_CHANGES);
  const [shown, setShown] = useState<Shown>("nothing");
  const change = (wanted: Parameters<typeof hub.cases.change>[1]) =>
    act.mutate(() => hub.cases.change(one.id, wanted));
  useKeys({ e: () => setShown("decision") });
  const close = () => setShown("nothing");
  const isMine = one.assigneeId === me;
  const isBegun = one.state === "in_progress";
  return (
    <>
      <div className="act-row">
        <Button type="primary" onClick={() => setShown("decision")}>
          {t("case.decide")}
        </Button>
        <Button onClick={() => change({ state: isBegun ? "open" : "in_progress" })}>
          {t(isBegun ? "case.setBack" : "case.begin")}
        </Button>
        <Button onClick={() => change({ assigneeId: isMine ? null : me })}>
          {t(isMine ? "alert.release" : "alert.take")}
        </Button>
        <AssignSelect organisationId={one.organisationId} onAssign={(assigneeId) => change({ assigneeId })} />
        <Button onClick={() => setShown("edit")}>{t("case.edit")}</Button>
        <Button onClick={() => setShown("merge")}>{t("case.merge")}</Button>
        <Button onClick={() => setShown("split")}>{t("case.split")}</Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
      {shown === "decision" && <DecisionForm one={one} onClose={close} />}
      {shown === "edit" && <EditCaseForm one={one} onClose={close} />}
      {shown === "merge" && <MergeForm one={one} onClose={close} />}
      {shown === "split" && <SplitForm one={one} onClose={close} />}
    </>
  );
}

function Reopen({ one }: { readonly one: Case }) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <div className="act-row">
        <Button onClick={() => setIsOpen(true)}>{t("alert.reopen")}</Button>
      </div>
      {isOpen && (
        <Dialog title={t("case.reopen")} onClose={() => setIsOpen(false)}>
          <ReasonForm
            name={`case.reopen.${one.id}`}
            says={<p>{t("case.reopen.says")}</p>}
            label={t("reason.label")}
            act={t("alert.reopen")}
            isBusy={act.isPending}
            error={act.error}
            onSend={(reason, forget) => act.mutate(() => hub.cases.reopen(one.id, reason).then(forget))}
          />
        </Dialog>
      )}
    </>
  );
}
