// SPDX-License-Identifier: Apache-2.0
/** A suppression that begins with what this alert says. Its form is loaded when it is asked for. */
import type { Alert } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { fieldsOf } from "../../parts/event-fields.ts";
import { offeredFields } from "../suppressions/view.ts";
import type { AlertDetail } from "./queries.ts";

const SuppressionForm = lazy(async () => {
  const { SuppressionForm: Form } = await import("../suppressions/suppression-form.tsx");
  return { default: Form };
});

interface SuppressProps {
  readonly alert: Alert;
  readonly matches: AlertDetail["matches"];
}

export function SuppressAlert({ alert, matches }: SuppressProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const matched = matches.flatMap(({ fields }) =>
    Object.entries(fields).map(([field, value]) => ({ field, value })),
  );
  const event = fieldsOf(matches.find(({ raw }) => raw !== undefined)?.raw ?? "");
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t("alert.suppress")}</Button>
      {isOpen && (
        <Dialog title={t("suppressions.add")} isWide onClose={() => setIsOpen(false)}>
          <Suspense fallback={<div className="panel-skeleton" aria-hidden="true" />}>
            <SuppressionForm
              start={{
                organisationId: alert.organisationId,
                rule: { id: alert.ruleId, title: alert.title },
                offered: offeredFields(matched, event, alert.entity),
              }}
              onDone={({ id }) => void navigate({ to: "/suppressions", search: { open: id } })}
            />
          </Suspense>
        </Dialog>
      )}
    </>
  );
}
