// SPDX-License-Identifier: Apache-2.0
/** The door of the configuration: one schema, read once. Nobody else reads the environment. */
export type { Config } from "./config.ts";
export type { ListenAddress } from "./listen-address.ts";
export { networkTest } from "./networks.ts";
export { publicUrlOf } from "./public-url.ts";
export {
  describeConfig,
  readConfig,
  readSurroundings,
  type SettingRow,
  type Surroundings,
} from "./read-config.ts";
export { ROLES, type Role } from "./settings.ts";
