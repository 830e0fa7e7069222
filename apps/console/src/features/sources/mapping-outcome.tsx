// SPDX-License-Identifier: Apache-2.0
/** What events would be with a mapping that is tried. */
import type { MappingPreview } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";

export function MappingOutcome({ preview }: { readonly preview: MappingPreview }) {
  const { t } = useTexts();
  if (preview.events.length === 0) return <p role="status">{t("sources.mapping.none")}</p>;
  return (
    <section className="preview" role="status" aria-label={t("sources.mapping.preview")}>
      <strong>{t("sources.mapping.preview")}</strong>
      {preview.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: samples may be alike, and their order is all they have
        <MappedEvent key={index} event={event} />
      ))}
    </section>
  );
}

function MappedEvent({ event }: { readonly event: MappingPreview["events"][number] }) {
  const { t } = useTexts();
  if (event.problem !== null) return <p className="why">{event.problem}</p>;
  return (
    <dl className="facts">
      <Fact name={t("sources.mapping.time")}>{event.time ?? t("sources.mapping.time.none")}</Fact>
      <Fact name={t("sources.mapping.host")}>{event.host || "–"}</Fact>
      <Fact name={t("sources.mapping.user")}>{event.user || "–"}</Fact>
      <Fact name={t("sources.mapping.sourceIp")}>{event.sourceIp || "–"}</Fact>
      <Fact name={t("sources.mapping.destinationIp")}>{event.destinationIp || "–"}</Fact>
      <Fact name={t("sources.logType")}>{event.logType || t("sources.logType.unknown")}</Fact>
    </dl>
  );
}
