// SPDX-License-Identifier: Apache-2.0
/** The door of the command: what checks and generated documentation read. The command itself is `bin/fengsui.js`. */
export type { ExitCode } from "./exit-codes.ts";
export { EXIT, EXIT_CODES } from "./exit-codes.ts";
