// SPDX-License-Identifier: Apache-2.0
/** The door of what tests of records stand on. */
export { type Action, can, counted } from "./can.ts";
export { anOrganisation, aPerson, asHub, type PersonFixture } from "./fixtures.ts";
export { TestFolder } from "./folder.ts";
export { createTestRecords, type TestRecords } from "./test-records.ts";
