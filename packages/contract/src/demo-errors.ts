// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about the demo. */
import { defineError } from "./define-error.ts";

export const DEMO_ERRORS = {
  "demo.directory_taken": defineError(
    "demo.directory_taken",
    409,
    "The data directory holds something that is not the demo's.",
    "Leave FENGSUI_DATA_DIR unset, so that the demo has a directory of its own, or name one that is empty or not there yet.",
  ),
  "demo.unfinished": defineError(
    "demo.unfinished",
    409,
    "The demo was stopped while it was being set up.",
    "Remove the directory that is named, and start the demo again: it holds nothing else.",
  ),
  "demo.served_store": defineError(
    "demo.served_store",
    409,
    "The demo keeps its records and events in its own directory alone.",
    "Unset DATABASE_URL and CLICKHOUSE_URL for the demo, so that nothing of it gets into stores that others use.",
  ),
};
