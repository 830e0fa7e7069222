// SPDX-License-Identifier: Apache-2.0
/** The tables of evidence, as the migrations make them. */
import type { Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Big, DefaultJson, DefaultTime, Optional, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface EvidenceContentsTable {
  organisation_id: OrganisationId;
  sha256: Buffer;
  byte_count: Big;
  created_at: DefaultTime;
}

export interface EvidenceChunksTable {
  organisation_id: OrganisationId;
  sha256: Buffer;
  position: number;
  bytes: Buffer;
}

export interface EvidenceTable {
  id: Id<"evidence">;
  organisation_id: OrganisationId;
  audience_id: number;
  case_id: Optional<Id<"case">>;
  order_id: Optional<Id<"order">>;
  kind: "file" | "event";
  name: string;
  media_type: string;
  description: Generated<string>;
  sha256: Buffer;
  byte_count: Big;
  occurred_at: OptionalTime;
  origin: DefaultJson;
  added_by: PersonId;
  created_at: DefaultTime;
}

export interface EvidenceCustodyTable {
  id: Id<"custody">;
  evidence_id: Id<"evidence">;
  organisation_id: OrganisationId;
  audience_id: number;
  action: "added" | "viewed" | "downloaded" | "moved";
  person_id: PersonId;
  acting_id: OrganisationId;
  created_at: Time;
}

export interface EvidenceTables {
  evidence_contents: EvidenceContentsTable;
  evidence_chunks: EvidenceChunksTable;
  evidence: EvidenceTable;
  evidence_custody: EvidenceCustodyTable;
}
