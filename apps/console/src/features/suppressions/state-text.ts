// SPDX-License-Identifier: Apache-2.0
import type { TextKey } from "../../app/texts.ts";
import type { SuppressionState } from "./view.ts";

export const STATE_TEXT: Readonly<Record<SuppressionState, TextKey>> = {
  active: "suppressions.active",
  expired: "suppressions.expired",
  ended: "suppressions.ended",
};
