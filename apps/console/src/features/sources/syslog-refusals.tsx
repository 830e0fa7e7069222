// SPDX-License-Identifier: Apache-2.0
/** For operators: who wanted to deliver by syslog and was not let in. */
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../app/use-texts.ts";
import { formatWhole } from "../../parts/number.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { syslogRefusalsQuery } from "./queries.ts";

export function SyslogRefusals() {
  const { t, language } = useTexts();
  const { data = [] } = useQuery(syslogRefusalsQuery);
  if (data.length === 0) return null;
  return (
    <section aria-label={t("sources.refusals.title")}>
      <h2>{t("sources.refusals.title")}</h2>
      <p className="quiet">{t("sources.refusals.says")}</p>
      <ul>
        {data.map(({ address, fingerprint, reason, count, lastAt }) => (
          <li key={`${address} ${fingerprint ?? ""} ${reason}`}>
            <code>{address}</code> {fingerprint !== null && <code>{fingerprint}</code>}{" "}
            {t(reason === "unknown_sender" ? "sources.refusals.unknown" : "sources.refusals.tooMany")},{" "}
            {t("sources.refusals.count")}: {formatWhole(count, language)}, {t("sources.refusals.last")}:{" "}
            <TimeAgo at={lastAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
