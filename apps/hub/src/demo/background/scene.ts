// SPDX-License-Identifier: Apache-2.0
/** Where and when something ordinary happens. */
import type { Random } from "../random.ts";
import type { DemoMember, DemoSource } from "../sector/index.ts";

export interface Scene {
  readonly member: DemoMember;
  readonly source: DemoSource;
  readonly random: Random;
  readonly at: number;
}
