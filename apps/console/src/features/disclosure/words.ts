// SPDX-License-Identifier: Apache-2.0
/** Words of sharing: by what somebody receives a record, and why somebody does not. */
import type { NotSeenBecause, ORGANISATION_ROLES, READ_WAYS, ReceivedVia } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export const VIA_TEXT: Readonly<Record<ReceivedVia, TextKey>> = {
  owner: "disclosure.via.owner",
  clear: "disclosure.via.clear",
  green: "disclosure.via.green",
  named: "disclosure.via.named",
  group_member: "disclosure.via.group",
  client: "disclosure.via.client",
  group_client: "disclosure.via.groupClient",
  named_person: "disclosure.via.person",
};

export const WHY_TEXT: Readonly<Record<ReceivedVia | NotSeenBecause, TextKey>> = {
  owner: "disclosure.why.owner",
  clear: "disclosure.why.clear",
  green: "disclosure.why.green",
  named: "disclosure.why.named",
  group_member: "disclosure.why.group",
  client: "disclosure.why.client",
  group_client: "disclosure.why.groupClient",
  named_person: "disclosure.why.person",
  disabled: "disclosure.why.disabled",
  not_shared: "disclosure.why.notShared",
  not_named: "disclosure.why.notNamed",
  strict: "disclosure.why.strict",
  group_closed: "disclosure.why.groupClosed",
  not_recipient: "disclosure.why.notRecipient",
  perhaps_hidden: "disclosure.why.perhapsHidden",
};

export const WAY_TEXT: Readonly<Record<(typeof READ_WAYS)[number], TextKey>> = {
  page: "disclosure.way.page",
  list: "disclosure.way.list",
  export: "disclosure.way.export",
  notification: "disclosure.way.notification",
  mail: "disclosure.way.mail",
};

export const ROLE_NAME: Readonly<Record<(typeof ORGANISATION_ROLES)[number], TextKey>> = {
  viewer: "disclosure.role.viewer",
  analyst: "disclosure.role.analyst",
  responder: "disclosure.role.responder",
  manager: "disclosure.role.manager",
  administrator: "disclosure.role.administrator",
};
