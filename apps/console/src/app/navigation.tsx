// SPDX-License-Identifier: Apache-2.0
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { OrganisationSwitcher } from "./organisation-switcher.tsx";
import { type Page, pagesFor } from "./pages.ts";
import { useSession } from "./session.ts";
import { Unread } from "./unread.tsx";
import { useTexts } from "./use-texts.ts";

export interface Act {
  readonly name: string;
  readonly run: () => unknown;
}

interface NavigationProps {
  readonly person: string;
  readonly acts: readonly Act[];
  /** What is shown follows the hub at once. */
  readonly isLive: boolean;
  readonly onGoAnywhere: () => void;
}

/** On a phone the pages stand in a row that scrolls: the one that one is on is in sight. */
function useCurrentInSight() {
  const place = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    if (path === "") return;
    const current = place.current?.querySelector("a.active");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return place;
}

export function Navigation({ person, acts, isLive, onGoAnywhere }: NavigationProps) {
  const { t } = useTexts();
  const place = useCurrentInSight();
  const pages = pagesFor(useSession());
  return (
    <aside className="side">
      <div className="brand">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <OrganisationSwitcher />
      </div>
      <button type="button" className="anywhere" onClick={onGoAnywhere}>
        <span>{t("layout.anywhere")}</span>
        <kbd>{/Mac|iPhone/.test(navigator.userAgent) ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <nav ref={place} aria-label={t("layout.navigation")}>
        <NavigationGroup pages={pages.filter(({ isSetUp }) => !isSetUp)} />
        <NavigationGroup pages={pages.filter(({ isSetUp }) => isSetUp)} />
      </nav>
      <p
        className={isLive ? "live" : "live late"}
        role="status"
        title={t(isLive ? "live.on.hint" : "live.off.hint")}
      >
        {t(isLive ? "live.on" : "live.off")}
      </p>
      <details className="me">
        <summary>{person}</summary>
        <ul className="me-acts">
          {acts.map(({ name, run }) => (
            <li key={name}>
              <button type="button" className="plain me-act" onClick={() => void run()}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </aside>
  );
}

function NavigationGroup({ pages }: { readonly pages: readonly Page[] }) {
  const { t } = useTexts();
  return (
    <ul>
      {pages.map(({ to, text, icon }) => (
        <li key={to}>
          <Link to={to} search={{}} activeOptions={{ exact: false, includeSearch: false }}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d={icon} fill="none" stroke="currentColor" strokeWidth="1.300" strokeLinejoin="round" />
            </svg>
            {t(text)}
            {to === "/notifications" && <Unread />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
