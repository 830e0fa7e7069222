// SPDX-License-Identifier: Apache-2.0
/** Whether the hub shows the demo, and who is who in it. */
import { z } from "zod";

/** What somebody does in the tour: finds out and orders, answers the order, reviews the answer. */
export const DEMO_PARTS = ["investigates", "answers", "reviews"] as const;

export const DEMO = z.object({
  /** Null on every other hub. */
  demo: z
    .object({
      /** Of story time to real time. */
      speed: z.number(),
      /** Of the staged intrusion: another demo, another time. */
      storyStartsAt: z.iso.datetime(),
      /** Up to when events have been delivered, by their own time. */
      playedUntil: z.iso.datetime(),
      /** The staged intrusion has been delivered to its end. */
      isStoryOver: z.boolean(),
      people: z.array(
        z.object({
          name: z.string(),
          email: z.string(),
          organisation: z.string(),
          title: z.string(),
          part: z.enum(DEMO_PARTS).nullable(),
        }),
      ),
    })
    .nullable(),
});
export type DemoState = NonNullable<z.infer<typeof DEMO>["demo"]>;
