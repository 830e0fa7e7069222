// SPDX-License-Identifier: Apache-2.0
/** Two assets that may be one, and deciding it. */
import type { MERGE_PROPOSAL } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { hub } from "../../../app/hub.ts";
import { useIsAtLeast } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { BECAUSE_TEXT, IDENTIFIER_TEXT } from "../assets/kinds.ts";
import { isPresent } from "../assets/known-by.ts";
import { assetQuery, useLedgerAct } from "../queries.ts";

type Pair = z.infer<typeof MERGE_PROPOSAL>;

interface PanelProps {
  readonly pair: Pair;
  readonly onClose: () => void;
}

export function PairPanel({ pair, onClose }: PanelProps) {
  const { t } = useTexts();
  const mayAct = useIsAtLeast("analyst", pair.organisationId);
  return (
    <Panel label={t("pair.one")} head={t("pair.one")} onClose={onClose}>
      <h2 className="panel-title">{`${pair.asset.name} · ${pair.other.name}`}</h2>
      <p className="why">{t(BECAUSE_TEXT[pair.because])}</p>
      <AssetOfPair {...pair.asset} />
      <AssetOfPair {...pair.other} />
      {mayAct && <PairActs pair={pair} onClose={onClose} />}
    </Panel>
  );
}

function AssetOfPair({ id, name }: Pair["asset"]) {
  const { t } = useTexts();
  const { data, error } = useQuery(assetQuery(id));
  return (
    <section aria-label={name}>
      <h3>
        <Link to="/ledger/assets/$assetId" params={{ assetId: id }}>
          {name}
        </Link>
      </h3>
      {error !== null && <ProblemNotice error={error} />}
      <p className="quiet">{data?.systemName ?? t("ledger.noSystem")}</p>
      <table className="fields">
        <tbody>
          {data?.identifiers.map((one) => (
            <tr key={one.id} className={isPresent(one, Date.now()) ? undefined : "gone"}>
              <th scope="row">{t(IDENTIFIER_TEXT[one.kind])}</th>
              <td>{one.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PairActs({ pair, onClose }: PanelProps) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  const merge = useLedgerAct(() => hub.ledger.mergeProposals.merge(pair.id));
  const refuse = useLedgerAct((why: string) => hub.ledger.mergeProposals.refuse(pair.id, why));
  const error = merge.error ?? refuse.error;
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <p className="quiet">{t("pair.says")}</p>
      <div className="act-row">
        <Button
          type="primary"
          loading={merge.isPending}
          onClick={() => merge.mutate(undefined, { onSuccess: onClose })}
        >
          {t("pair.areOne")}
        </Button>
      </div>
      <Field label={t("pair.areTwo.why")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <div className="act-row">
        <Button
          disabled={reason.trim() === ""}
          loading={refuse.isPending}
          onClick={() => refuse.mutate(reason.trim(), { onSuccess: onClose })}
        >
          {t("pair.areTwo")}
        </Button>
      </div>
      {error !== null && <ProblemNotice error={error} />}
    </section>
  );
}
