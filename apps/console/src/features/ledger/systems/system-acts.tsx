// SPDX-License-Identifier: Apache-2.0
/** What can be done with a system: change it, retire it where nothing hangs on it, take it back. */
import type { System } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useIsAtLeast } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { useLedgerAct } from "../queries.ts";
import { EditSystemForm } from "./system-form.tsx";

export function SystemActs({ system }: { readonly system: System }) {
  const { t } = useTexts();
  const mayAct = useIsAtLeast("manager", system.organisationId);
  const [isEditing, setIsEditing] = useState(false);
  const retire = useLedgerAct((isRetired: boolean) => hub.ledger.systems.change(system.id, { isRetired }));
  useKeys({ e: () => setIsEditing(mayAct) });
  if (!mayAct) return null;
  const isRetired = system.retiredAt !== null;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <div className="act-row">
        <Button onClick={() => setIsEditing(true)}>{t("ledger.edit")}</Button>
        {isRetired ? (
          <Button loading={retire.isPending} onClick={() => retire.mutate(false)}>
            {t("ledger.takeBack")}
          </Button>
        ) : (
          <Button
            disabled={system.assetCount > 0}
            loading={retire.isPending}
            onClick={() => retire.mutate(true)}
          >
            {t("ledger.retire")}
          </Button>
        )}
      </div>
      {system.assetCount > 0 && (
        <p className="quiet">{t("ledger.retire.hasAssets", { count: system.assetCount })}</p>
      )}
      {isRetired && <p role="status">{t("ledger.system.isRetired")}</p>}
      {retire.error !== null && <ProblemNotice error={retire.error} />}
      {isEditing && (
        <Dialog title={t("ledger.system.edit")} isWide onClose={() => setIsEditing(false)}>
          <EditSystemForm system={system} onDone={() => setIsEditing(false)} />
        </Dialog>
      )}
    </section>
  );
}
