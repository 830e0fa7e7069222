// SPDX-License-Identifier: Apache-2.0
/** An error as it crosses HTTP: RFC 9457, with the code of the catalogue and what to do next. */
import { z } from "zod";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

export const PROBLEM = z.object({
  /** The code as a URI: `urn:fengsui:error:http.not_found`. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What happened this time; absent where only the log of the hub may know. */
  detail: z.string().optional(),
  code: z.string(),
  /** What to do next. */
  hint: z.string(),
  /** Names the request in the log of the hub. */
  requestId: z.string(),
  /** What is wrong with the input, and where. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof PROBLEM>;

export function problemType(code: string): string {
  return `urn:fengsui:error:${code}`;
}
