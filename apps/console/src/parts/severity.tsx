// SPDX-License-Identifier: Apache-2.0
/** A level as shape, colour and word, so that no one of them is needed to tell it. */
import { useTexts } from "../app/use-texts.ts";
import { LEVEL_TEXT, type Level } from "./words.ts";

const SHAPES: Readonly<Record<Level, string>> = {
  critical: "M7 0l7 7-7 7-7-7z",
  high: "M7 1l7 12H0z",
  medium: "M1.500 1.500h11v11h-11z",
  low: "M7 1.500a5.500 5.500 0 1 1 0 11a5.500 5.500 0 1 1 0-11z",
  informational: "M1 6h12v2.500H1z",
};

export { LEVEL_TEXT, type Level };

interface SeverityProps {
  readonly level: Level;
  /** The word is for who does not see the shape, and on hover. */
  readonly isShort?: boolean;
}

export function Severity({ level, isShort = false }: SeverityProps) {
  const { t } = useTexts();
  return (
    <span className={`severity severity-${level}`} title={isShort ? t(LEVEL_TEXT[level]) : undefined}>
      <svg viewBox="0 0 14 14" width="11" height="11" aria-hidden="true">
        <path d={SHAPES[level]} fill="currentColor" />
      </svg>
      <span className={isShort ? "unseen" : undefined}>{t(LEVEL_TEXT[level])}</span>
    </span>
  );
}
