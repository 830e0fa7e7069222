// SPDX-License-Identifier: Apache-2.0
/** A list that is about one system or one asset alone: which, and the way back to all. */
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../app/use-texts.ts";
import { Chip } from "../../parts/chip.tsx";
import { assetQuery, systemQuery } from "./queries.ts";

interface ChipProps {
  readonly id: string;
  readonly onRemove: () => void;
}

export function SystemChip({ id, onRemove }: ChipProps) {
  const { t } = useTexts();
  const { data } = useQuery(systemQuery(id));
  return <Chip text={data?.name ?? t("alerts.ofSystem")} onRemove={onRemove} />;
}

export function AssetChip({ id, onRemove }: ChipProps) {
  const { t } = useTexts();
  const { data } = useQuery(assetQuery(id));
  return <Chip text={data?.name ?? t("alerts.ofAsset")} onRemove={onRemove} />;
}
