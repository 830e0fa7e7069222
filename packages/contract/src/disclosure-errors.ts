// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about sharing and what comes with it. */
import { defineError } from "./define-error.ts";

export const DISCLOSURE_ERRORS = {
  "sharing.recipients_changed": defineError(
    "sharing.recipients_changed",
    409,
    "Others would receive it than was shown.",
    "Look at who receives it now, and share it again: an organisation, a group or its people changed in the meantime.",
  ),
  "sharing.reason_needed": defineError(
    "sharing.reason_needed",
    422,
    "To share it wider than before needs a reason.",
    "Send the reason; it is kept with the record and in the audit log.",
  ),
  "sharing.not_shared": defineError(
    "sharing.not_shared",
    409,
    "It is not shared.",
    "There is nothing to take back: its organisation alone sees it.",
  ),
  "sharing.recall_not_found": defineError(
    "sharing.recall_not_found",
    404,
    "There is no such recall.",
    "Look at the list of what was recalled: only who saw a record is told of its recall.",
  ),
};
