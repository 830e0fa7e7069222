// SPDX-License-Identifier: Apache-2.0
/** Who ordered it of whom, since when, with what condition, and what the case behind it is for who may know. */
import type { Order } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { TlpChip } from "../../parts/tlp.tsx";
import { CaseLink } from "../cases/case-link.tsx";

export function OrderFacts({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const { condition } = order;
  return (
    <dl className="facts">
      <Fact name={t("order.issuer")}>
        <OrganisationName id={order.organisationId} />
      </Fact>
      <Fact name={t("order.ordered")}>
        <OrganisationName id={order.orderedId} />
      </Fact>
      <Fact name={t("orderState.issued")}>
        <TimeAgo at={order.issuedAt} /> · <PersonName id={order.issuedBy} />
      </Fact>
      {order.caseId !== null && (
        <Fact name={t("case.label")}>
          <CaseLink id={order.caseId} />
        </Fact>
      )}
      <Fact name={t("case.seenBy")}>
        <TlpChip marking={order.marking} />
      </Fact>
      {condition !== null && (
        <>
          <Fact name={t("order.condition")}>
            {t("order.condition.says", {
              rules: condition.ruleKeys.length,
              hosts: condition.hosts.join(", "),
              hours: condition.observeHours,
            })}
          </Fact>
          <Fact name={t("order.condition.in")}>
            {t(condition.in === "issuer" ? "order.condition.issuer" : "order.condition.ordered")}
            {condition.in === "ordered" &&
              ` · ${t(order.agreesToCheck ? "order.condition.agreed" : "order.condition.notAgreed")}`}
          </Fact>
        </>
      )}
      {order.nextCheckAt !== null && (
        <Fact name={t("order.nextCheck")}>
          <TimeAgo at={order.nextCheckAt} />
        </Fact>
      )}
    </dl>
  );
}
