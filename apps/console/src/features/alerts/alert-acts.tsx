// SPDX-License-Identifier: Apache-2.0
/** What can be done with an alert: take it, say something, close it with a verdict, open it again. */
import type { Verdict } from "@fengsui/client";
import type { Alert } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { AssignSelect } from "../../parts/assign-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useDraft } from "../../parts/use-draft.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { VerdictChoice } from "../../parts/verdict-choice.tsx";
import { PutInCase } from "../cases/put-in-case.tsx";
import { type AlertDetail, useAlertAct } from "./queries.ts";
import { SuppressAlert } from "./suppress-alert.tsx";

interface ActsProps {
  readonly alert: Alert;
  readonly matches: AlertDetail["matches"];
}

export function AlertActs({ alert, matches }: ActsProps) {
  const { t } = useTexts();
  const me = useSession().person;
  const act = useAlertAct(alert.id);
  const [isClosing, setIsClosing] = useState(false);
  const [draft, setDraft] = useDraft(`alert.${alert.id}`);
  useKeys({ e: () => setIsClosing(alert.state === "open") });
  const isMine = alert.assigneeId === me.id;
  const send = (verdict?: Verdict) =>
    act.mutate(
      verdict === undefined
        ? { kind: "comment", text: draft.trim() }
        : { kind: "close", verdict, comment: draft.trim() },
      {
        onSuccess: () => {
          setDraft("");
          setIsClosing(false);
        },
      },
    );
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <div className="act-row">
        {alert.state === "open" ? (
          <Button type="primary" onClick={() => setIsClosing(!isClosing)} aria-expanded={isClosing}>
            {t("alert.close")}
          </Button>
        ) : (
          <Button onClick={() => act.mutate({ kind: "reopen" })}>{t("alert.reopen")}</Button>
        )}
        <Button onClick={() => act.mutate({ kind: "assign", personId: isMine ? null : me.id })}>
          {t(isMine ? "alert.release" : "alert.take")}
        </Button>
        <AssignSelect
          organisationId={alert.organisationId}
          onAssign={(personId) => act.mutate({ kind: "assign", personId })}
        />
        {alert.caseId === null && <PutInCase alerts={[alert]} />}
        <SuppressAlert alert={alert} matches={matches} />
      </div>
      <Input.TextArea
        aria-label={t("alert.comment")}
        placeholder={t("alert.comment.hint")}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
      />
      {isClosing ? (
        <CloseForm isBusy={act.isPending} onClose={send} onCancel={() => setIsClosing(false)} />
      ) : (
        draft.trim() !== "" && (
          <Button loading={act.isPending} onClick={() => send()}>
            {t("alert.comment")}
          </Button>
        )
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </section>
  );
}

interface CloseFormProps {
  readonly isBusy: boolean;
  readonly onClose: (verdict: Verdict) => void;
  readonly onCancel: () => void;
}

function CloseForm({ isBusy, onClose, onCancel }: CloseFormProps) {
  const { t } = useTexts();
  const [verdict, setVerdict] = useState<Verdict>();
  return (
    <div className="closing">
      <VerdictChoice value={verdict} onChange={setVerdict} />
      <div className="act-row">
        <Button
          type="primary"
          disabled={verdict === undefined}
          loading={isBusy}
          onClick={() => verdict !== undefined && onClose(verdict)}
        >
          {t("alert.close.act")}
        </Button>
        <Button type="text" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </div>
    </div>
  );
}
