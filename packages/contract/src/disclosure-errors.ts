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
  "publication.not_found": defineError(
    "publication.not_found",
    404,
    "There is no such publication.",
    "Look at the list of publications: it may not be shared with you, or was recalled.",
  ),
  "publication.wrong_state": defineError(
    "publication.wrong_state",
    409,
    "It is not in a state for this.",
    "Load it again: somebody else may have gone on with it.",
  ),
  "publication.changed_meanwhile": defineError(
    "publication.changed_meanwhile",
    409,
    "The draft was changed in the meantime.",
    "Load it again, look at what changed, and go on from there.",
  ),
  "publication.consent_needed": defineError(
    "publication.consent_needed",
    409,
    "The organisation that it is about has not consented to this.",
    "Ask for its consent to the draft as it stands; each change of the draft needs it anew.",
  ),
  "publication.findings_open": defineError(
    "publication.findings_open",
    422,
    "The draft holds what may tell whose it is.",
    "Accept each of them, or refuse the draft and say what has to be another.",
  ),
  "publication.red_source": defineError(
    "publication.red_source",
    422,
    "What is RED is for the people it names, and its consent is given by others.",
    "Have the organisation whose case it is share it otherwise first, or name no case.",
  ),
  "publication.request_not_found": defineError(
    "publication.request_not_found",
    404,
    "There is no such request.",
    "Look at the list of requests: somebody else may have taken it on.",
  ),
};
