// SPDX-License-Identifier: Apache-2.0
/** The door of the worlds that differ in a secret. */
export { type Between, look, type Seen, type Targets } from "./look.ts";
export { opaque } from "./plain.ts";
export { actOutside, type Done, foreignTargets, guess, ownTargets, plantAll } from "./script.ts";
export { openWorld, settleAsMany, type World } from "./world.ts";
