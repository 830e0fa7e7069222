// SPDX-License-Identifier: Apache-2.0
/** Where the events of a source have what the hub needs of them, where they do not say it in a way that it knows. */
import { z } from "zod";

/** A key of the event, or keys of objects in each other with dots between. */
const path = z.string().trim().min(1).max(300);

/** `auto`: ISO 8601, or a number of seconds or milliseconds; `pattern`: as `dd.MM.yyyy HH:mm:ss`. */
export const TIME_FORMATS = [
  "auto",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds",
  "pattern",
] as const;

const mappedTime = z
  .object({
    path,
    format: z.enum(TIME_FORMATS).default("auto"),
    /** Of `yyyy`, `yy`, `MM`, `MMM`, `dd`, `d`, `HH`, `H`, `mm`, `ss`, `SSS` (any digits of a fraction) and `XX` (zone). */
    pattern: z.string().min(1).max(100).optional(),
  })
  .refine(({ format, pattern }) => (format === "pattern") === (pattern !== undefined), {
    error: "has a pattern if, and only if, the format is pattern",
  });

export const SOURCE_MAPPING = z.object({
  time: mappedTime.optional(),
  host: path.optional(),
  user: path.optional(),
  sourceIp: path.optional(),
  destinationIp: path.optional(),
  /** What rules call a field, by where the event has it. The event's own names stay. */
  fields: z.record(z.string().trim().min(1).max(200), path).optional(),
  /** As `logType` of the source, which counts before it. */
  logType: z
    .string()
    .regex(/^[a-z0-9_-]{0,50}(\/[a-z0-9_.-]{0,50}){0,2}$/)
    .optional(),
});
export type SourceMapping = z.infer<typeof SOURCE_MAPPING>;

export const MAPPING_CHANGE = z.object({
  /** Null takes it away. */
  mapping: SOURCE_MAPPING.nullable(),
});

export const MAPPING_VERSIONS = z.object({
  /** The latest first. */
  versions: z.array(
    z.object({
      version: z.int(),
      mapping: SOURCE_MAPPING.nullable(),
      createdBy: z.uuid().nullable(),
      createdAt: z.iso.datetime(),
    }),
  ),
});

export const MAX_SAMPLES = 20;
export const MAPPING_TRIAL = z.object({
  mapping: SOURCE_MAPPING,
  /** Events as they would come. */
  samples: z
    .array(
      z
        .string()
        .min(1)
        .max(64 * 1024),
    )
    .max(MAX_SAMPLES)
    .optional(),
  /** Without samples: the last of the source. */
  of: z.enum(["events", "dead_letters"]).default("events"),
});
export type MappingTrial = z.infer<typeof MAPPING_TRIAL>;

export const MAPPING_PREVIEW = z.object({
  /** What the samples have, to choose from: in how many, and a value of it. */
  fields: z.array(z.object({ path: z.string(), count: z.int(), example: z.string() })),
  events: z.array(
    z.object({
      excerpt: z.string(),
      /** Why it can be no event; all else is empty then. */
      problem: z.string().nullable(),
      /** Null: none was found, and it would have that of its arrival. */
      time: z.iso.datetime().nullable(),
      host: z.string(),
      user: z.string(),
      sourceIp: z.string(),
      destinationIp: z.string(),
      /** `product`, `product/service`, `product//category` … */
      logType: z.string(),
    }),
  ),
});
export type MappingPreview = z.infer<typeof MAPPING_PREVIEW>;
