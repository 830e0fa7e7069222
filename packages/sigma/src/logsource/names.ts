// SPDX-License-Identifier: Apache-2.0
/**
 * A log's own names of the fields that rules name as Sigma's taxonomy does. Log types find fields by these tables, and
 * the pipelines that ship rename by them: what a log calls a thing is written once.
 */
import type { Place } from "../event/places.ts";

export type Names = Readonly<Record<string, readonly string[]>>;

/** Names that count for rules of some categories, or, without, for all. */
export interface NamesFor {
  readonly categories?: readonly string[];
  readonly names: Names;
}

export function placesOfNames(
  names: Names,
  placesOf: (name: string) => readonly Place[],
): Readonly<Record<string, readonly Place[]>> {
  return Object.fromEntries(Object.entries(names).map(([field, own]) => [field, own.flatMap(placesOf)]));
}

/** The names of a field for rules of a category: the first table that is for it and has the field. */
export function namesIn(
  tables: readonly NamesFor[],
  field: string,
  category = "",
): readonly string[] | undefined {
  for (const { categories, names } of tables)
    if ((categories === undefined || categories.includes(category)) && Object.hasOwn(names, field))
      return names[field];
  return undefined;
}
