// SPDX-License-Identifier: Apache-2.0
/** What the next run would delete, in numbers. */
import type { RetentionPreview } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { formatBytes, formatWhole } from "../../parts/number.ts";

export function PreviewOutcome({ preview }: { readonly preview: RetentionPreview }) {
  const { t, language } = useTexts();
  const whole = (count: number) => formatWhole(count, language);
  return (
    <div className="retention-preview" role="status">
      <strong>
        {preview.events === 0
          ? t("retention.preview.nothing")
          : t("retention.preview.sum", {
              events: whole(preview.events),
              bytes: formatBytes(preview.bytes, language),
            })}
      </strong>
      {preview.heldEvents > 0 && <p>{t("retention.preview.held", { events: whole(preview.heldEvents) })}</p>}
      <ul>
        {preview.logTypes.map(({ logType, events, bytes, from, to }) => (
          <li key={logType}>
            {t("retention.preview.logType", {
              logType: logType === "" ? t("retention.unrecognised") : logType,
              events: whole(events),
              bytes: formatBytes(bytes, language),
              from,
              to,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
