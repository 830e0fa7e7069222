// SPDX-License-Identifier: Apache-2.0
/** What the ledger says of whom an alert is about: the system, how it is graded, who answers for it. */
import type { Alert } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";
import { ResponsiblePeople } from "../../parts/responsible-people.tsx";

export function LedgerFacts({ alert }: { readonly alert: Alert }) {
  const { t } = useTexts();
  const { ledger, entity, entityKind } = alert;
  if (ledger === null) {
    if (entityKind !== "host" && entityKind !== "address") return null;
    return (
      <Fact name={t("alert.system")}>
        {entityKind === "host" ? (
          <Link to="/ledger/proposals" search={{ text: entity }} title={t("alert.notInLedger.hint")}>
            {t("alert.notInLedger")}
          </Link>
        ) : (
          <span className="quiet">{t("alert.notInLedger")}</span>
        )}
      </Fact>
    );
  }
  const { assetId, assetName, system, responsible } = ledger;
  return (
    <>
      <Fact name={t("alert.asset")}>
        <Link to="/ledger/assets/$assetId" params={{ assetId }}>
          {assetName}
        </Link>
      </Fact>
      <Fact name={t("alert.system")}>
        {system === null ? (
          <span className="quiet">{t("ledger.noSystem")}</span>
        ) : (
          <Link to="/ledger/systems/$systemId" params={{ systemId: system.id }}>
            {system.name}
          </Link>
        )}
      </Fact>
      {system !== null && (
        <Fact name={t("ledger.level")}>
          {[
            system.level === null ? t("ledger.level.none") : t("ledger.level.is", { level: system.level }),
            ...(system.isCritical ? [t("ledger.critical")] : []),
          ].join(" · ")}
        </Fact>
      )}
      {system !== null && (
        <Fact name={t("alert.responsible")}>
          <ResponsiblePeople people={responsible} />
        </Fact>
      )}
    </>
  );
}
