// SPDX-License-Identifier: Apache-2.0
/** With whom a record is shared: TLP 2.0, made exact by who is named. */
import { z } from "zod";

export const MARKINGS = ["clear", "green", "amber", "amber+strict", "red"] as const;
export const marking = z.enum(MARKINGS);

const FIELDS = {
  /** Without one, the record is its organisation's alone. */
  marking: marking.nullable().default(null),
  /** For AMBER and AMBER+STRICT: the organisations that receive it, besides its own. */
  organisationIds: z.array(z.uuid()).max(200).default([]),
  sharingGroupId: z.uuid().nullable().default(null),
  /** For RED: everybody who sees it; who is not named does not. */
  personIds: z.array(z.uuid()).max(200).default([]),
};

export const SHARING = z.object(FIELDS).superRefine((wanted, context) => {
  const isAmber = wanted.marking === "amber" || wanted.marking === "amber+strict";
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (!isAmber && wanted.organisationIds.length > 0) refuse("organisationIds", "are named with AMBER alone");
  if (!isAmber && wanted.sharingGroupId !== null) refuse("sharingGroupId", "is named with AMBER alone");
  if (wanted.marking === "red" && wanted.personIds.length === 0) refuse("personIds", "RED names people");
  if (wanted.marking !== "red" && wanted.personIds.length > 0)
    refuse("personIds", "are named with RED alone");
});
export type Sharing = z.output<typeof SHARING>;
/** As it is shown to the people of its organisation. */
export const SHARED_WITH = z.object({
  marking: marking.nullable(),
  organisationIds: z.array(z.uuid()),
  sharingGroupId: z.uuid().nullable(),
  personIds: z.array(z.uuid()),
});
