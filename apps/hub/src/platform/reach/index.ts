// SPDX-License-Identifier: Apache-2.0
/** The door of what keeps the hub from calling addresses inside on somebody's behalf. */
export { type Bounds, OutOfReach, type Reach, reachOf } from "./reach.ts";
