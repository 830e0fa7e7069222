// SPDX-License-Identifier: Apache-2.0
/** Something that people may want to be told of. */
import type { NotificationSubject, ToldKind } from "@fengsui/contract";
import type { Level, OrganisationId } from "../../../platform/records/index.ts";

export interface Happening {
  readonly kind: ToldKind;
  readonly level: Level;
  readonly subject: { readonly kind: NotificationSubject; readonly id: string };
  /** Whose people may hear of it. */
  readonly organisationIds: readonly OrganisationId[];
  /** Who of them: one person, those with a role in the hub, or everybody. */
  readonly hears: { readonly personId: string } | "coordinators" | "everybody";
  /** Who did it knows of it. */
  readonly by: string | null;
  /** Without one, the people of the organisation may read it. */
  readonly audienceId: number | null;
}
