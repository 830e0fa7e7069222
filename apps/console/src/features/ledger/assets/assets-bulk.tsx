// SPDX-License-Identifier: Apache-2.0
/** What can be done with the assets that are chosen: give them to a system, retire them or take them back. */
import type { Asset } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { BulkBar } from "../../../parts/bulk-bar.tsx";
import { BulkOutcomeNotice } from "../bulk.tsx";
import { useLedgerAct } from "../queries.ts";
import { SystemSelect } from "../system-select.tsx";

interface BulkProps {
  readonly rows: readonly Asset[];
  readonly onClear: () => void;
}

type Change = { readonly systemId: string | null } | { readonly isRetired: boolean };

export function AssetsBulk({ rows, onClear }: BulkProps) {
  const { t } = useTexts();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const change = useLedgerAct((wanted: Change & { readonly ids: string[] }) =>
    hub.ledger.assets.changeMany(wanted),
  );
  const run = (wanted: Change) => {
    setNames(new Map(rows.map(({ id, name }) => [id, name])));
    change.mutate({ ids: rows.map(({ id }) => id), ...wanted }, { onSuccess: onClear });
  };
  const { data: outcome, variables } = change;
  if (rows.length === 0) {
    if (outcome === undefined) return null;
    return (
      <BulkOutcomeNotice
        outcome={outcome}
        nameOf={(id) => names.get(id) ?? id}
        onClose={() => change.reset()}
      >
        {variables !== undefined && "isRetired" in variables && outcome.doneIds.length > 0 && (
          <Button
            loading={change.isPending}
            onClick={() => change.mutate({ ids: outcome.doneIds, isRetired: !variables.isRetired })}
          >
            {t("action.undo")}
          </Button>
        )}
      </BulkOutcomeNotice>
    );
  }
  const [first, ...others] = new Set(rows.map(({ organisationId }) => organisationId));
  const areRetired = rows.every(({ retiredAt }) => retiredAt !== null);
  return (
    <BulkBar count={rows.length} error={change.error} onClear={onClear}>
      {first !== undefined && others.length === 0 && (
        <SystemSelect
          organisationId={first}
          value=""
          blank={t("ledger.assets.give")}
          others={[{ value: "none", label: t("ledger.noSystem") }]}
          onChange={(id) => id !== "" && run({ systemId: id === "none" ? null : id })}
        />
      )}
      <Button loading={change.isPending} onClick={() => run({ isRetired: !areRetired })}>
        {t(areRetired ? "ledger.takeBack" : "ledger.retire")}
      </Button>
    </BulkBar>
  );
}
