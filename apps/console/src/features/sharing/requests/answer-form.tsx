// SPDX-License-Identifier: Apache-2.0
/** The answer to a request: what it does is said before it is done. */
import type { SharingRequest } from "@fengsui/contract";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { REQUEST_CHANGES } from "../queries.ts";

interface FormProps {
  readonly request: SharingRequest;
  readonly onClose: () => void;
}

export function AnswerForm({ request, onClose }: FormProps) {
  const { t } = useTexts();
  const act = useAct(REQUEST_CHANGES);
  const [reason, setReason] = useState("");
  const [isHidden, setIsHidden] = useState(false);
  const { id, kind, organisationName, about } = request;
  const answer = (word: "granted" | "refused" | "ignored") =>
    act.mutate(async () => {
      if (kind === "access") await hub.sharingRequests.answerAccess(id, { answer: word, reason });
      else if (word !== "ignored")
        await hub.sharingRequests.answerJoining(id, { answer: word, reason, isHidden });
      onClose();
    });
  const names = { organisation: organisationName, about };
  return (
    <Dialog title={t("sharing.request.answer.of", { name: organisationName })} isWide onClose={onClose}>
      <p>{t(kind === "group" ? "sharing.request.group.says" : "sharing.request.access.says", names)}</p>
      <blockquote className="prose">{request.reason}</blockquote>
      {kind === "group" && (
        <Checkbox checked={isHidden} onChange={({ target }) => setIsHidden(target.checked)}>
          {t("sharing.member.addHidden")}
        </Checkbox>
      )}
      <Field label={t("sharing.request.reason")} help={t("sharing.request.reason.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" loading={act.isPending} onClick={() => answer("granted")}>
          {t(kind === "group" ? "sharing.request.letIn" : "sharing.request.share")}
        </Button>
        <Button disabled={act.isPending} onClick={() => answer("refused")}>
          {t("sharing.request.refuse")}
        </Button>
        {kind === "access" && (
          <Button disabled={act.isPending} onClick={() => answer("ignored")}>
            {t("sharing.request.ignore")}
          </Button>
        )}
      </div>
      {kind === "access" && <p className="quiet">{t("sharing.request.ignore.says")}</p>}
    </Dialog>
  );
}
