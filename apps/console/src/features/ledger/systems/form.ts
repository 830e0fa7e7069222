// SPDX-License-Identifier: Apache-2.0
/** A system as somebody fills it in, and what of it goes to the hub. */
import { MEASURE_STATES, type System } from "@fengsui/contract";
import { z } from "zod";
import type { NewSystemInput, SystemChangeInput } from "../queries.ts";

const PERSON_ROW = z.object({
  /** Of the row in the form. */
  key: z.number(),
  name: z.string(),
  role: z.string(),
  phone: z.string(),
  email: z.string(),
  personId: z.string().nullable(),
});
export type PersonRow = z.infer<typeof PERSON_ROW>;

const MEASURE_ROW = z.object({
  key: z.number(),
  name: z.string(),
  state: z.enum(MEASURE_STATES),
  note: z.string(),
});
export type MeasureRow = z.infer<typeof MEASURE_ROW>;

export const SYSTEM_FORM = z.object({
  organisationId: z.string(),
  name: z.string(),
  purpose: z.string(),
  level: z.number().nullable(),
  isCritical: z.boolean(),
  guardianId: z.string().nullable(),
  responsible: z.array(PERSON_ROW),
  measures: z.array(MEASURE_ROW),
});
export type SystemForm = z.infer<typeof SYSTEM_FORM>;

export function blankSystem(organisationId: string): SystemForm {
  return {
    organisationId,
    name: "",
    purpose: "",
    level: null,
    isCritical: false,
    guardianId: null,
    responsible: [],
    measures: [],
  };
}

export function formOf(system: System): SystemForm {
  const { organisationId, name, purpose, level, isCritical, guardianId, responsible, measures } = system;
  return {
    ...{ organisationId, name, purpose, level, isCritical, guardianId },
    responsible: responsible.map((one, key) => ({ ...one, key })),
    measures: measures.map((one, key) => ({ ...one, key })),
  };
}

export function nextKey(rows: readonly { readonly key: number }[]): number {
  return Math.max(0, ...rows.map(({ key }) => key)) + 1;
}

/** Rows without a name are none. */
function attributesOf({ name, purpose, level, isCritical, guardianId, responsible, measures }: SystemForm) {
  const isNamed = (row: { readonly name: string }) => row.name.trim() !== "";
  return {
    name: name.trim(),
    purpose: purpose.trim(),
    level,
    isCritical,
    guardianId,
    responsible: responsible.filter(isNamed).map(({ key: _, ...person }) => person),
    measures: measures.filter(isNamed).map(({ key: _, ...measure }) => measure),
  };
}

export function toNewSystem(form: SystemForm): NewSystemInput {
  return { organisationId: form.organisationId, ...attributesOf(form) };
}

type Attributes = ReturnType<typeof attributesOf>;
export type SystemField = keyof Attributes;
const FIELDS = [
  "name",
  "purpose",
  "level",
  "isCritical",
  "guardianId",
  "responsible",
  "measures",
] as const satisfies readonly SystemField[];

export function changedFields(form: SystemForm, before: SystemForm): readonly SystemField[] {
  const [now, then] = [attributesOf(form), attributesOf(before)];
  return FIELDS.filter((field) => JSON.stringify(now[field]) !== JSON.stringify(then[field]));
}

/** What was changed alone: what somebody else changed meanwhile stays. Undefined where nothing was. */
export function toSystemChange(form: SystemForm, before: SystemForm): SystemChangeInput | undefined {
  const fields = changedFields(form, before);
  if (fields.length === 0) return undefined;
  const wanted = attributesOf(form);
  const has = (field: SystemField) => fields.includes(field);
  return {
    ...(has("name") && { name: wanted.name }),
    ...(has("purpose") && { purpose: wanted.purpose }),
    ...(has("level") && { level: wanted.level }),
    ...(has("isCritical") && { isCritical: wanted.isCritical }),
    ...(has("guardianId") && { guardianId: wanted.guardianId }),
    ...(has("responsible") && { responsible: wanted.responsible }),
    ...(has("measures") && { measures: wanted.measures }),
  };
}
