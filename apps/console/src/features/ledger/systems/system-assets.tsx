// SPDX-License-Identifier: Apache-2.0
/** The first assets of a system, and the way to all of them. */
import type { System } from "@fengsui/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { KIND_TEXT } from "../assets/kinds.ts";
import { assetsQuery } from "../queries.ts";

const SHOWN = 10;

export function SystemAssets({ system }: { readonly system: System }) {
  const { t } = useTexts();
  const { data, error } = useInfiniteQuery(assetsQuery({ systemId: system.id }));
  const assets = data?.pages[0]?.assets;
  return (
    <section aria-label={t("ledger.assets")}>
      <div className="section-head">
        <h3>{t("ledger.assets")}</h3>
        <span className="grow" />
        <Link to="/ledger/assets" search={{ system: system.id }}>
          {t("ledger.assets.all", { count: system.assetCount })}
        </Link>
      </div>
      {error !== null && <ProblemNotice error={error} />}
      {assets?.length === 0 && <p className="quiet">{t("ledger.system.noAssets")}</p>}
      <ul className="lines records">
        {assets?.slice(0, SHOWN).map(({ id, name, kind }) => (
          <li key={id}>
            <Link to="/ledger/assets/$assetId" params={{ assetId: id }}>
              {name}
            </Link>
            <span className="quiet">{t(KIND_TEXT[kind])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
