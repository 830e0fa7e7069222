// SPDX-License-Identifier: Apache-2.0
/** The sector of the demo: seven organisations of a city that does not exist. */
import { BANK } from "./bank.ts";
import { CENTRE } from "./centre.ts";
import { GRID } from "./grid.ts";
import { HOSPITAL } from "./hospital.ts";
import type { DemoMember } from "./member.ts";
import { METRO } from "./metro.ts";
import { UNIVERSITY } from "./university.ts";
import { WATER } from "./water.ts";

export {
  type DemoHost,
  type DemoLog,
  type DemoMember,
  type DemoPerson,
  type DemoSource,
  emailOf,
  fullName,
  hostOf,
} from "./member.ts";
export { BANK, CENTRE, GRID, HOSPITAL, UNIVERSITY, WATER };

export const MEMBERS: readonly DemoMember[] = [GRID, HOSPITAL, BANK, WATER, METRO, UNIVERSITY];
/** The centre is the first: the hub is its. */
export const SECTOR: readonly DemoMember[] = [CENTRE, ...MEMBERS];
