// SPDX-License-Identifier: Apache-2.0
import { SECTORS } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { SECTOR_TEXT } from "../../people/organisations/words.ts";

/** As it is where this version does not know the sector. */
export function SectorName({ sector }: { readonly sector: string | null }) {
  const { t } = useTexts();
  const known = SECTORS.find((one) => one === sector);
  return known === undefined ? (sector ?? "–") : t(SECTOR_TEXT[known]);
}
