// SPDX-License-Identifier: Apache-2.0
/** A new order: of whom, what, why, by when; and what the hub may look for to see that it was done. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { organisationsQuery, useOrganisationsAs, useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { LEVELS } from "../alerts/view.ts";
import { CaseLink } from "../cases/case-link.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { IssueFields } from "./issue-fields.tsx";
import { ORDER_CHANGES } from "./queries.ts";

const DRAFT = z.object({
  organisationId: z.string(),
  orderedId: z.string(),
  title: z.string(),
  measure: z.string(),
  reason: z.string(),
  severity: z.enum(LEVELS),
  date: z.string(),
  marking: z.enum(["amber", "amber+strict"]),
  hasCondition: z.boolean(),
  /** One a line. */
  ruleKeys: z.string(),
  hosts: z.string(),
  watched: z.enum(["issuer", "ordered"]),
  observeHours: z.number(),
});
export type IssueDraft = z.infer<typeof DRAFT>;
export interface IssueProps {
  readonly value: IssueDraft;
  readonly set: (change: Partial<IssueDraft>) => void;
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function toCondition({ hasCondition, ruleKeys, hosts, watched, observeHours }: IssueDraft) {
  if (!hasCondition) return null;
  return { ruleKeys: linesOf(ruleKeys), hosts: linesOf(hosts), in: watched, observeHours };
}

/** Whom one may order something of: one's own organisation; as a coordinator of the hub, any. */
function useOrderable(organisationId: string) {
  const isCoordinator = useSession().hubRoles.includes("coordinator");
  const own = useOrganisationsAs("responder").filter(({ id }) => id === organisationId);
  const { data = [] } = useQuery({ ...organisationsQuery, enabled: isCoordinator });
  return isCoordinator ? data : own;
}

interface FormProps {
  /** Out of the address. */
  readonly caseId: string | undefined;
  readonly onDone: (id: string) => void;
}

export function IssueForm({ caseId, onDone }: FormProps) {
  const { t } = useTexts();
  const act = useAct(ORDER_CHANGES);
  const own = useOrganisationsAs("responder");
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { value, set, forget } = useFormDraft<IssueDraft>(`order.new.${caseId ?? ""}`, DRAFT, {
    organisationId: own[0]?.id ?? "",
    orderedId: "",
    title: "",
    measure: "",
    reason: "",
    severity: "high",
    date: "",
    marking: "amber+strict",
    hasCondition: false,
    ruleKeys: "",
    hosts: "",
    watched: "issuer",
    observeHours: 24,
  });
  const orderable = useOrderable(value.organisationId);
  const issue = async () => {
    const { organisationId, orderedId, title, measure, reason, severity, marking, date } = value;
    const made = await hub.orders.issue({
      organisationId,
      orderedId,
      caseId: caseId ?? null,
      title,
      measure,
      reason,
      severity,
      marking,
      deadline: { date },
      timeZone,
      condition: toCondition(value),
    });
    forget();
    onDone(made.order.id);
  };
  const isReady = [value.orderedId, value.title, value.measure, value.reason, value.date].every(
    (text) => text.trim() !== "",
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(issue);
      }}
    >
      {caseId !== undefined && (
        <p>
          {t("orders.add.ofCase")} <CaseLink id={caseId} />
        </p>
      )}
      <IssueFields value={value} set={set} own={own} orderable={orderable} timeZone={timeZone} />
      <ConditionFields value={value} set={set} caseId={caseId} />
      {act.error !== null && <ProblemNotice error={act.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
          {t("orders.add.act")}
        </Button>
      </div>
    </form>
  );
}
