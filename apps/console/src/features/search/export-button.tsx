// SPDX-License-Identifier: Apache-2.0
/** What was found as a file, with its limit said before it is fetched. */
import { type EventFilter, EXPORT_FORMATS, MAX_EXPORTED_EVENTS } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { formatWhole } from "../../parts/number.ts";

const FORMAT_TEXT: Readonly<Record<(typeof EXPORT_FORMATS)[number], TextKey>> = {
  ndjson: "export.ndjson",
  csv: "export.csv",
};

interface ExportProps {
  readonly filter: EventFilter;
  readonly columns: readonly string[];
  readonly total: number | undefined;
}

export function ExportButton({ filter, columns, total }: ExportProps) {
  const { t, language } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const count = Math.min(total ?? 0, MAX_EXPORTED_EVENTS);
  const isCut = (total ?? 0) > MAX_EXPORTED_EVENTS;
  return (
    <>
      <Button disabled={total === undefined || total === 0} onClick={() => setIsOpen(true)}>
        {t("export.act")}
      </Button>
      {isOpen && (
        <Dialog title={t("export.title")} onClose={() => setIsOpen(false)}>
          <p>
            {t(isCut ? "export.cut" : "export.all", {
              count: formatWhole(count, language),
              total: formatWhole(total ?? 0, language),
            })}
          </p>
          <p className="quiet">{t("export.note")}</p>
          <ul className="downloads">
            {EXPORT_FORMATS.map((format) => (
              <li key={format}>
                <a
                  href={hub.events.exportAddress({
                    ...filter,
                    format,
                    ...(columns.length > 0 && { column: [...columns] }),
                  })}
                  download={`events.${format}`}
                  onClick={() => setIsOpen(false)}
                >
                  {t(FORMAT_TEXT[format])}
                </a>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
