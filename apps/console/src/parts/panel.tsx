// SPDX-License-Identifier: Apache-2.0
/** What is open, beside its list or as a page of its own: a head with what it is, and the way out. */
import type { ReactNode } from "react";
import { useTexts } from "../app/use-texts.ts";

interface PanelProps {
  readonly label: string;
  /** Of what kind or in which state it is. */
  readonly head: ReactNode;
  /** The link to the page of its own, beside a list. */
  readonly ownPage?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Panel({ label, head, ownPage, onClose, children }: PanelProps) {
  const { t } = useTexts();
  return (
    <aside className="panel" aria-label={label}>
      <header className="panel-head">
        <span className="quiet">{head}</span>
        <span className="grow" />
        {ownPage}
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </aside>
  );
}

/** Keeps the place of what is still asked for. */
export function PanelSkeleton() {
  return <div className="panel-skeleton" aria-hidden="true" />;
}
