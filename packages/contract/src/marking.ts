// SPDX-License-Identifier: Apache-2.0
/** With whom a record is shared: TLP 2.0, made exact by who is named; and what may be done with it: PAP. */
import { z } from "zod";

export const MARKINGS = ["clear", "green", "amber", "amber+strict", "red"] as const;
export const marking = z.enum(MARKINGS);
export type Marking = z.infer<typeof marking>;
/** What may be done with what a record says, from everything to looking alone; beside the marking, not instead of it. */
export const PAPS = ["clear", "green", "amber", "red"] as const;
export const pap = z.enum(PAPS);
export type Pap = z.infer<typeof pap>;

const LONGEST_NAME = 40;

/**
 * A marking as others write it: TLP 1 (`TLP:WHITE`), in any case, with spaces, full-width colons or hyphens. Undefined
 * for what is none: that is not shared, and who gave it is told.
 */
export function readMarking(text: string): Marking | undefined {
  const name = plainName(text, "TLP");
  const strict = name === "AMBERSTRICT" ? "AMBER+STRICT" : name;
  return MARKINGS.find((one) => one.toUpperCase() === (strict === "WHITE" ? "CLEAR" : strict));
}

/** As with markings: `PAP:WHITE` was the name of CLEAR. */
export function readPap(text: string): Pap | undefined {
  const name = plainName(text, "PAP");
  return PAPS.find((one) => one.toUpperCase() === (name === "WHITE" ? "CLEAR" : name));
}

/** Full-width letters and signs become plain (NFKC); what joins words goes, but for the `+` that TLP 2.0 writes. */
function plainName(text: string, protocol: "TLP" | "PAP"): string {
  if (text.length > LONGEST_NAME) return "";
  const plain = text.normalize("NFKC").toUpperCase().trim();
  const named = plain.replace(new RegExp(`^${protocol}(?:\\s*[:=\\-_]\\s*|\\s+)`), "");
  return named
    .replace(/^"(.*)"$/, "$1")
    .replace(/\s*\+\s*/, "+")
    .replace(/[\s_-]+/g, "");
}

function reading<Value extends string>(read: (text: string) => Value | undefined, what: string) {
  return z
    .string()
    .max(LONGEST_NAME)
    .transform((text, context): Value => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: "custom", message: `is no ${what} that is known; nothing is shared` });
      return z.NEVER;
    });
}

/** What comes in, in whatever version it is written. */
export const givenMarking = reading(readMarking, "marking of TLP");
export const givenPap = reading(readPap, "level of PAP");

const FIELDS = {
  /** Without one, the record is its organisation's alone. */
  marking: givenMarking.nullable().default(null),
  /** For AMBER and AMBER+STRICT: the organisations that receive it, besides its own. */
  organisationIds: z.array(z.uuid()).max(200).default([]),
  sharingGroupId: z.uuid().nullable().default(null),
  /** For RED: everybody who sees it; who is not named does not. */
  personIds: z.array(z.uuid()).max(200).default([]),
};

type Wanted = z.output<z.ZodObject<typeof FIELDS>>;

function refuseUnfit(wanted: Wanted, context: z.RefinementCtx): void {
  const isAmber = wanted.marking === "amber" || wanted.marking === "amber+strict";
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (!isAmber && wanted.organisationIds.length > 0) refuse("organisationIds", "are named with AMBER alone");
  if (!isAmber && wanted.sharingGroupId !== null) refuse("sharingGroupId", "is named with AMBER alone");
  if (wanted.marking === "red" && wanted.personIds.length === 0) refuse("personIds", "RED names people");
  if (wanted.marking !== "red" && wanted.personIds.length > 0)
    refuse("personIds", "are named with RED alone");
}

export const SHARING = z.object(FIELDS).superRefine(refuseUnfit);
export type Sharing = z.output<typeof SHARING>;
/** To share a record that there is. */
export const SHARE = z
  .object({
    ...FIELDS,
    /** Of the preview that was shown: who would receive something else by now is asked again. */
    fingerprint: z.string().max(100).optional(),
    /** What was shared before is shared wider for a reason alone. */
    reason: z.string().trim().min(1).max(2000).optional(),
  })
  .superRefine(refuseUnfit);
export type Share = z.output<typeof SHARE>;
/** As it is shown to the people of its organisation. */
export const SHARED_WITH = z.object({
  marking: marking.nullable(),
  organisationIds: z.array(z.uuid()),
  sharingGroupId: z.uuid().nullable(),
  personIds: z.array(z.uuid()),
});
