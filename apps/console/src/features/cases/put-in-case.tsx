// SPDX-License-Identifier: Apache-2.0
/** From alerts to a case: a new one, or one that there is. The forms are loaded when they are asked for. */
import type { Alert } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";

const NewCaseForm = lazy(async () => {
  const { NewCaseForm: Form } = await import("./new-case-form.tsx");
  return { default: Form };
});
const JoinCaseForm = lazy(async () => {
  const { JoinCaseForm: Form } = await import("./join-case-form.tsx");
  return { default: Form };
});

interface PutProps {
  readonly alerts: readonly Alert[];
}

export function PutInCase({ alerts }: PutProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [shown, setShown] = useState<"nothing" | "new" | "join">("nothing");
  if (useOrganisationsAs("analyst").length === 0) return null;
  const done = ({ id }: { readonly id: string }) =>
    void navigate({ to: "/cases/$caseId", params: { caseId: id }, search: {} });
  return (
    <>
      <Button onClick={() => setShown("new")}>{t("cases.make")}</Button>
      <Button onClick={() => setShown("join")}>{t("cases.join")}</Button>
      {shown !== "nothing" && (
        <Dialog
          title={t(shown === "new" ? "cases.add" : "cases.join")}
          isWide
          onClose={() => setShown("nothing")}
        >
          <Suspense fallback={<div className="panel-skeleton" aria-hidden="true" />}>
            {shown === "new" ? (
              <NewCaseForm alerts={alerts} onDone={done} />
            ) : (
              <JoinCaseForm alerts={alerts} onDone={done} />
            )}
          </Suspense>
        </Dialog>
      )}
    </>
  );
}
