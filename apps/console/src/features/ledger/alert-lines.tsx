// SPDX-License-Identifier: Apache-2.0
/** The newest open alerts about something, and the way to all of them. */
import type { ALERTS } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { useTexts } from "../../app/use-texts.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import type { Search } from "./view.ts";

interface LinesProps {
  readonly page: z.infer<typeof ALERTS> | undefined;
  /** Where all of them are. */
  readonly all: Search;
}

const SHOWN = 5;

export function AlertLines({ page, all }: LinesProps) {
  const { t } = useTexts();
  return (
    <section aria-label={t("situation.open")}>
      <div className="section-head">
        <h3>{t("situation.open")}</h3>
        <span className="grow" />
        <Link to="/alerts" search={all}>
          {t("card.all")}
        </Link>
      </div>
      {page?.alerts.length === 0 && (
        <p className="quiet">{t(page.next === null ? "alerts.none" : "ledger.alerts.maybe")}</p>
      )}
      <ul className="lines records">
        {page?.alerts.slice(0, SHOWN).map(({ id, level, title, lastEventAt }) => (
          <li key={id}>
            <Severity level={level} isShort />
            <Link className="grow" to="/alerts/$alertId" params={{ alertId: id }} title={title}>
              {title}
            </Link>
            <TimeAgo at={lastEventAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
