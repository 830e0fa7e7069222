// SPDX-License-Identifier: Apache-2.0
import { useOrganisationName } from "../app/session.ts";

/** An organisation by its name; a dash for one that the directory does not name. */
export function OrganisationName({ id }: { readonly id: string | null }) {
  const name = useOrganisationName(id ?? "");
  return <span title={name}>{name ?? "–"}</span>;
}
