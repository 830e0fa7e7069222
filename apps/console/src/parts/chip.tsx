// SPDX-License-Identifier: Apache-2.0
/** A filter that has no control of its own: said, and taken away with a click. */
import { useTexts } from "../app/use-texts.ts";

interface ChipProps {
  readonly text: string;
  readonly onRemove: () => void;
}

export function Chip({ text, onRemove }: ChipProps) {
  const { t } = useTexts();
  return (
    <span className="chip">
      {text}
      <button type="button" className="plain" aria-label={t("filters.remove", { text })} onClick={onRemove}>
        ✕
      </button>
    </span>
  );
}
