// SPDX-License-Identifier: Apache-2.0
/** The roles in words: their names, and what each may do. */
import type { HUB_ROLES, ORGANISATION_ROLES } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";

export type Role = (typeof ORGANISATION_ROLES)[number];
export type HubRole = (typeof HUB_ROLES)[number];

interface Words {
  readonly name: TextKey;
  readonly help: TextKey;
}

export const ROLE_TEXT: Readonly<Record<Role, Words>> = {
  viewer: { name: "role.viewer", help: "role.viewer.help" },
  analyst: { name: "role.analyst", help: "role.analyst.help" },
  responder: { name: "role.responder", help: "role.responder.help" },
  manager: { name: "role.manager", help: "role.manager.help" },
  administrator: { name: "role.administrator", help: "role.administrator.help" },
};

export const HUB_ROLE_TEXT: Readonly<Record<HubRole, Words>> = {
  coordinator: { name: "hubRole.coordinator", help: "hubRole.coordinator.help" },
  operator: { name: "hubRole.operator", help: "hubRole.operator.help" },
};
