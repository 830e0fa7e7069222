// SPDX-License-Identifier: Apache-2.0
/** The tables of notifications, as the migrations make them. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Json, Level, Optional, OptionalText, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

export interface NotificationPreferencesTable {
  person_id: PersonId;
  organisation_id: OrganisationId;
  choices: Json;
  daily_at: number;
  time_zone: string;
  quiet_from: Optional<number>;
  quiet_to: Optional<number>;
  urgent_level: Level;
  changed_at: Time;
}

export interface WebhooksTable {
  id: Id<"webhook">;
  organisation_id: OrganisationId;
  name: string;
  url: string;
  kinds: string[];
  lowest_level: Level;
  /** Of the hub's own jobs alone to read, as the one before it. */
  secret: Buffer;
  previous_secret: ColumnType<Buffer | null, never, never>;
  previous_secret_until: OptionalTime;
  is_enabled: Generated<boolean>;
  disabled_reason: OptionalText;
  created_by: PersonId;
  /** While they administer the organisation it is called. */
  responsible_id: PersonId;
  created_at: Time;
  changed_at: Time;
  removed_at: OptionalTime;
}

interface OfRecipient {
  organisation_id: OrganisationId;
  person_id: Optional<PersonId>;
  webhook_id: Optional<Id<"webhook">>;
}

export interface DeliveriesTable extends OfRecipient {
  id: Id<"delivery">;
  mode: "now" | "held" | "hourly" | "daily" | "each" | "test";
  state: "waiting" | "held" | "sent" | "failed" | "given_up" | "withheld";
  due_at: Time;
  /** All of them. */
  attempts: Generated<number>;
  /** Since it was last asked for. */
  tries: Generated<number>;
  /** What is in it and was too much to name. */
  more: Generated<number>;
  reason: OptionalText;
  created_at: Time;
  changed_at: Time;
  sent_at: OptionalTime;
}

export interface DeliveryAttemptsTable {
  delivery_id: Id<"delivery">;
  number: number;
  started_at: Time;
  finished_at: OptionalTime;
  outcome: Optional<"sent" | "failed">;
  reason: OptionalText;
}

export interface NotificationsTable extends OfRecipient {
  id: Id<"notification">;
  kind: string;
  level: Level;
  subject_kind:
    | "alert"
    | "case"
    | "order"
    | "retrospection"
    | "organisation"
    | "recall"
    | "sharing_request"
    | "account_notice";
  subject_id: string;
  delivery_id: Optional<Id<"delivery">>;
  created_at: Time;
  read_at: OptionalTime;
}

export interface NotificationTables {
  notification_preferences: NotificationPreferencesTable;
  webhooks: WebhooksTable;
  deliveries: DeliveriesTable;
  delivery_attempts: DeliveryAttemptsTable;
  notifications: NotificationsTable;
}
