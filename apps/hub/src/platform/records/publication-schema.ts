// SPDX-License-Identifier: Apache-2.0
/** The tables of publications, and of on whose behalf they are made. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type {
  DefaultJson,
  DefaultTime,
  Json,
  Level,
  Marking,
  Optional,
  OptionalText,
  OptionalTime,
  Pap,
} from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface PublicationsTable {
  id: Id<"publication">;
  organisation_id: OrganisationId;
  audience_id: number;
  marking: Marking | null;
  pap: Optional<Pap>;
  title: string;
  text: Generated<string>;
  severity: Level;
  techniques: Generated<string[]>;
  observables: DefaultJson;
  /** With whom it will be shared. */
  sharing: Json;
  state: Generated<"draft" | "published" | "recalled">;
  version: Generated<number>;
  author_id: PersonId;
  published_at: OptionalTime;
  created_at: DefaultTime;
  changed_at: DefaultTime;
  shared_at: ColumnType<Date | null, never, never>;
}

export type RequestState = "asked" | "drafting" | "submitted" | "consented" | "refused" | "published";

export interface PublicationRequestsTable {
  id: Id<"publication-request">;
  /** The source. */
  organisation_id: OrganisationId;
  publisher_id: OrganisationId;
  publication_id: Optional<Id<"publication">>;
  case_id: Optional<Id<"case">>;
  asked_by: "source" | "publisher";
  note: Generated<string>;
  handler_id: Optional<PersonId>;
  state: Generated<RequestState>;
  consented_version: Optional<number>;
  accepted: Generated<string[]>;
  answer: OptionalText;
  decided_by: Optional<PersonId>;
  decided_at: OptionalTime;
  created_by: PersonId;
  created_at: DefaultTime;
}

export interface PublicationTables {
  publications: PublicationsTable;
  publication_requests: PublicationRequestsTable;
}
