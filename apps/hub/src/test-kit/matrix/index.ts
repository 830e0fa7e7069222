// SPDX-License-Identifier: Apache-2.0
/** The door of the matrix: every route, called by everybody, about the records of one and of another. */
export { ask, unknownIds } from "./ask.ts";
export { aCaller, CALLERS, signIn } from "./callers.ts";
export { DECLARED, declarationOf, PENDING } from "./declared/index.ts";
export { judge, type Matrix } from "./judge.ts";
export type { Ids } from "./maker.ts";
export { MATRIX_ENVIRONMENT, Site } from "./site.ts";
