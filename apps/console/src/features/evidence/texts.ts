// SPDX-License-Identifier: Apache-2.0
/** Words of evidence. */
import type { CUSTODY } from "@fengsui/contract";
import type { z } from "zod";
import type { TextKey } from "../../app/texts.ts";

type Action = z.infer<typeof CUSTODY>["custody"][number]["action"];

export const CUSTODY_TEXT: Readonly<Record<Action, TextKey>> = {
  added: "custody.added",
  viewed: "custody.viewed",
  downloaded: "custody.downloaded",
  moved: "custody.moved",
};
