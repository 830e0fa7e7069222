// SPDX-License-Identifier: Apache-2.0
/** The head of every page of the ledger: which of them it is, where the others are, what can be begun. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";

const PAGES = [
  { to: "/ledger/systems", text: "ledger.systems" },
  { to: "/ledger/assets", text: "ledger.assets" },
  { to: "/ledger/proposals", text: "ledger.proposals" },
  { to: "/ledger/import", text: "ledger.import" },
] as const satisfies readonly { to: string; text: TextKey }[];

interface HeadProps {
  readonly title: string;
  readonly count?: string | undefined;
  readonly children?: ReactNode;
}

export function LedgerHead({ title, count, children }: HeadProps) {
  const { t } = useTexts();
  return (
    <>
      <nav className="pages" aria-label={t("nav.ledger")}>
        {PAGES.map(({ to, text }) => (
          <Link key={to} to={to} search={{}} activeOptions={{ includeSearch: false }}>
            {t(text)}
          </Link>
        ))}
      </nav>
      <header className="page-head">
        <h1>{title}</h1>
        {count !== undefined && (
          <span className="quiet" role="status">
            {count}
          </span>
        )}
        <span className="grow" />
        {children}
      </header>
    </>
  );
}
