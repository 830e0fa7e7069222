// SPDX-License-Identifier: Apache-2.0
/** How much was shared and received, month by month: of what who asks may see. */
import { z } from "zod";
import { marking } from "./marking.ts";
import { TIME_ZONE } from "./source-settings.ts";

const time = z.iso.datetime();

export const SHARING_FIGURES_QUERY = z.object({
  /** Whose months they are. */
  timeZone: TIME_ZONE.default("UTC"),
  /** This one and those before it. */
  months: z.coerce.number().int().min(1).max(24).default(12),
});
export type SharingFiguresQuery = z.output<typeof SHARING_FIGURES_QUERY>;

export const SHARING_FIGURE_KINDS = ["case", "publication"] as const;
export const SHARING_FIGURES = z.object({
  /** The first of them is the longest ago. */
  months: z.array(z.object({ from: time, to: time })),
  /** What is none is left out. */
  counts: z.array(
    z.object({
      kind: z.enum(SHARING_FIGURE_KINDS),
      /** By another organisation than one's own. */
      isReceived: z.boolean(),
      marking,
      /** Which of the months. */
      month: z.int().nonnegative(),
      count: z.int().positive(),
    }),
  ),
});
export type SharingFigures = z.infer<typeof SHARING_FIGURES>;
