// SPDX-License-Identifier: Apache-2.0
/** Identifiers out of requests: a text of the form of a UUID becomes an identifier of its kind. */
import { FengsuiError } from "@fengsui/contract";
import { z } from "zod";
import { type Id, parseId } from "../ids.ts";
import type { OrganisationId, PersonId } from "../records/index.ts";

export function idParam<Kind extends string>() {
  return z.string().transform((text, context): Id<Kind> => {
    const id = parseId<Kind>(text);
    if (id !== undefined) return id;
    context.addIssue({ code: "custom", message: "is no UUID" });
    return z.NEVER;
  });
}

function idOf<Kind extends string>(text: string): Id<Kind> {
  const id = parseId<Kind>(text);
  if (id === undefined) throw new FengsuiError("http.invalid", "an identifier is no UUID");
  return id;
}

export function organisationIdOf(text: string): OrganisationId {
  return idOf<"organisation">(text);
}

export function personIdOf(text: string): PersonId {
  return idOf<"person">(text);
}

export function ruleIdOf(text: string): Id<"rule"> {
  return idOf<"rule">(text);
}

export function systemIdOf(text: string): Id<"system"> {
  return idOf<"system">(text);
}

export function assetIdOf(text: string): Id<"asset"> {
  return idOf<"asset">(text);
}

export function seenHostIdOf(text: string): Id<"seen-host"> {
  return idOf<"seen-host">(text);
}

export function identifierIdOf(text: string): Id<"identifier"> {
  return idOf<"identifier">(text);
}

export function caseIdOf(text: string): Id<"case"> {
  return idOf<"case">(text);
}
