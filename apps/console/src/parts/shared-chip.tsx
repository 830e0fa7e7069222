// SPDX-License-Identifier: Apache-2.0
import { useTexts } from "../app/use-texts.ts";
import { Chip } from "./chip.tsx";
import type { SharedFilter } from "./shared-filter.ts";
import { exactTime } from "./time.ts";
import { tlpName } from "./tlp.tsx";

const SIDE_TEXT = { own: "shared.own", received: "shared.received" } as const;

interface ChipProps {
  readonly filter: SharedFilter;
  readonly onRemove: () => void;
}

/** Nothing where nothing is chosen. */
export function SharedChip({ filter: { side, marking, span }, onRemove }: ChipProps) {
  const { t } = useTexts();
  const parts = [
    ...(side === undefined ? [] : [t(SIDE_TEXT[side])]),
    ...(marking === undefined ? [] : [tlpName(marking)]),
    ...(span === undefined ? [] : [spanName(span)]),
  ];
  if (parts.length === 0) return null;
  return <Chip text={parts.join(" · ")} onRemove={onRemove} />;
}

/** Whole months, by their names: the last is the one that the end is no part of. */
function spanName({ from, to }: NonNullable<SharedFilter["span"]>): string {
  const first = exactTime(from).slice(0, 7);
  const last = exactTime(new Date(Date.parse(to) - 1).toISOString()).slice(0, 7);
  return first === last ? first : `${first} – ${last}`;
}
