// SPDX-License-Identifier: Apache-2.0
/** Organisations on the wire: the directory of who is on this hub. */
import { z } from "zod";

/** As protection of critical infrastructure divides the world; what fits nowhere is `other`. */
export const SECTORS = [
  "energy",
  "water",
  "transport",
  "finance",
  "health",
  "communications",
  "digital",
  "government",
  "education",
  "research",
  "manufacturing",
  "food",
  "defence",
  "media",
  "other",
] as const;

/** What it is to the others: it runs systems, coordinates, supervises, serves or maintains for others. */
export const ORGANISATION_KINDS = ["operator", "coordinator", "authority", "provider", "other"] as const;

const text = (max: number) => z.string().trim().max(max);
const name = text(200).min(1);

const attributes = {
  sector: z.enum(SECTORS).nullable(),
  region: text(100).nullable(),
  kind: z.enum(ORGANISATION_KINDS).nullable(),
  /** The coordinating centre that it belongs to; roles of the hub alone set it. */
  centreId: z.uuid().nullable(),
};

export const ORGANISATION = z.object({
  id: z.uuid(),
  name: z.string(),
  ...attributes,
  /** Nobody administers it yet, so that a role of the hub may invite the first; false to others. */
  isVacant: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Organisation = z.infer<typeof ORGANISATION>;

export const ORGANISATIONS = z.object({
  organisations: z.array(ORGANISATION),
  next: z.string().nullable(),
});

export const ORGANISATION_QUERY = z.object({
  /** A part of the name. */
  text: z.string().max(200).optional(),
  sector: z.enum(SECTORS).optional(),
  kind: z.enum(ORGANISATION_KINDS).optional(),
  /** Directly below this centre. */
  centreId: z.uuid().optional(),
  /** For roles of the hub: those that nobody administers yet. */
  isVacant: z.stringbool().optional(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type OrganisationQuery = z.infer<typeof ORGANISATION_QUERY>;

export const NEW_ORGANISATION = z.object({
  name,
  sector: attributes.sector.default(null),
  region: attributes.region.default(null),
  kind: attributes.kind.default(null),
  centreId: attributes.centreId.default(null),
});
export type NewOrganisation = z.infer<typeof NEW_ORGANISATION>;

export const ORGANISATION_CHANGE = z
  .object({
    name: name.optional(),
    sector: attributes.sector.optional(),
    region: attributes.region.optional(),
    kind: attributes.kind.optional(),
    centreId: attributes.centreId.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "names nothing to change",
  });
export type OrganisationChange = z.infer<typeof ORGANISATION_CHANGE>;
