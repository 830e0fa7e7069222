// SPDX-License-Identifier: Apache-2.0
/** The door of the matrix: every route, called by everybody, about the records of one and of another. */
export { ask, unknownIds } from "./ask.ts";
export { aCaller, CALLERS, signIn } from "./callers.ts";
export { DECLARED, declarationOf } from "./declared/index.ts";
export type { Matrix } from "./expected.ts";
export { judge } from "./judge.ts";
export { Keyring } from "./keyring.ts";
export type { Ids } from "./maker.ts";
export { MATRIX_ENVIRONMENT, Site } from "./site.ts";
