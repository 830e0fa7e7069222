// SPDX-License-Identifier: Apache-2.0
/** A process that holds a store open until it is killed; it prints the number of the engine's process. */
import { openAt } from "./test-store.ts";

const [, , directory = ""] = process.argv;
const store = await openAt(directory);
console.log(store.engineProcessId);
