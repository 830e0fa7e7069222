// SPDX-License-Identifier: Apache-2.0
/** By what an asset is known, from when to when, and what another record that has the same would be. */
import type { Asset, Identifier } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useIsAtLeast } from "../../../app/session.ts";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { shortTime } from "../../../parts/time.ts";
import { useLedgerAct } from "../queries.ts";
import { AddIdentifier } from "./add-identifier.tsx";
import { IDENTIFIER_TEXT, SAMENESS_TEXT } from "./kinds.ts";
import { isPresent } from "./known-by.ts";

const ORIGIN_TEXT: Readonly<Record<Identifier["origin"], TextKey>> = {
  person: "identifier.by.person",
  import: "identifier.by.import",
  log: "identifier.by.log",
};

export function AssetIdentifiers({ asset }: { readonly asset: Asset }) {
  const { t } = useTexts();
  const mayAct = useIsAtLeast("analyst", asset.organisationId);
  const [isAdding, setIsAdding] = useState(false);
  const end = useLedgerAct((identifierId: string) => hub.ledger.assets.endIdentifier(asset.id, identifierId));
  const kinds = [...new Set(asset.identifiers.map(({ kind }) => kind))];
  const senses = [...new Set(kinds.map((kind) => SAMENESS_TEXT[kind]))];
  return (
    <section aria-label={t("asset.knownBy")}>
      <div className="section-head">
        <h3>{t("asset.knownBy")}</h3>
        <span className="grow" />
        {mayAct && !isAdding && (
          <Button size="small" onClick={() => setIsAdding(true)}>
            {t("identifier.add")}
          </Button>
        )}
      </div>
      <table className="fields">
        <tbody>
          {asset.identifiers.map((one) => (
            <IdentifierRow
              key={one.id}
              identifier={one}
              onEnd={mayAct && isPresent(one, Date.now()) ? () => end.mutate(one.id) : undefined}
            />
          ))}
        </tbody>
      </table>
      {end.error !== null && <ProblemNotice error={end.error} />}
      {isAdding && <AddIdentifier asset={asset} onDone={() => setIsAdding(false)} />}
      <details className="rules-of-identity">
        <summary>{t("identifier.same")}</summary>
        <ul className="problem-details">
          {senses.map((sense) => (
            <li key={sense}>
              <strong>
                {kinds
                  .filter((kind) => SAMENESS_TEXT[kind] === sense)
                  .map((kind) => t(IDENTIFIER_TEXT[kind]))
                  .join(", ")}
              </strong>
              {": "}
              {t(sense)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

interface RowProps {
  readonly identifier: Identifier;
  readonly onEnd: (() => void) | undefined;
}

function IdentifierRow({ identifier, onEnd }: RowProps) {
  const { t } = useTexts();
  const { kind, value, from, to, origin } = identifier;
  const span = [
    ...(from === null ? [] : [t("identifier.from", { time: shortTime(from) })]),
    ...(to === null ? [] : [t("identifier.to", { time: shortTime(to) })]),
  ];
  return (
    <tr className={isPresent(identifier, Date.now()) ? undefined : "gone"}>
      <th scope="row">{t(IDENTIFIER_TEXT[kind])}</th>
      <td>{value}</td>
      <td className="quiet">{[...span, t(ORIGIN_TEXT[origin])].join(" · ")}</td>
      <td className="row-acts one">
        {onEnd !== undefined && (
          <button
            type="button"
            className="plain"
            title={t("identifier.end")}
            aria-label={t("identifier.end.of", { value })}
            onClick={onEnd}
          >
            ✕
          </button>
        )}
      </td>
    </tr>
  );
}
