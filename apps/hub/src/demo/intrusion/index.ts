// SPDX-License-Identifier: Apache-2.0
/**
 * The staged intrusion: from a mail at the university, over the hospital, into the office network of the grid. Its
 * command lines look as such command lines do; none of them works, and nothing runs.
 */
import { GRID_ALERTS, GRID_STEPS } from "./grid.ts";
import { HOSPITAL_ALERTS, HOSPITAL_STEPS } from "./hospital.ts";
import type { ExpectedAlert, Step } from "./step.ts";
import { UNIVERSITY_ALERTS, universitySteps } from "./university.ts";

export type { ExpectedAlert, Step };

/** From the mail to the last trace, with a little before and after. */
export const STORY_MINUTES = 165;

export function intrusionSteps(seed: string): Step[] {
  return [...universitySteps(seed), ...HOSPITAL_STEPS, ...GRID_STEPS];
}

export const EXPECTED_ALERTS: readonly ExpectedAlert[] = [
  ...UNIVERSITY_ALERTS,
  ...HOSPITAL_ALERTS,
  ...GRID_ALERTS,
];
