// SPDX-License-Identifier: Apache-2.0
/** The part of the catalogue that is about organisations and the ledger. */
import { defineError } from "./define-error.ts";

export const LEDGER_ERRORS = {
  "organisation.not_found": defineError(
    "organisation.not_found",
    404,
    "There is no such organisation.",
    "Look at the list of organisations.",
  ),
  "organisation.name_taken": defineError(
    "organisation.name_taken",
    409,
    "There is an organisation of this name.",
    "Choose another name, or use the organisation that is there.",
  ),
  "system.not_found": defineError(
    "system.not_found",
    404,
    "There is no such system.",
    "Look at the list of systems: it may belong to an organisation that you are not of.",
  ),
  "system.name_taken": defineError(
    "system.name_taken",
    409,
    "The organisation has a system of this name.",
    "Choose another name.",
  ),
  "system.changed_meanwhile": defineError(
    "system.changed_meanwhile",
    409,
    "Somebody else has changed the system meanwhile.",
    "Look at it as it is now, then save again what you want to change.",
  ),
  "system.in_use": defineError(
    "system.in_use",
    409,
    "The system still has assets.",
    "Retire its assets or give them to another system first.",
  ),
  "asset.not_found": defineError(
    "asset.not_found",
    404,
    "There is no such asset.",
    "Look at the list of assets: it may belong to an organisation that you are not of.",
  ),
  "asset.exists": defineError(
    "asset.exists",
    409,
    "The ledger has this asset already.",
    "Change the asset that is named, or leave out what it is known by.",
  ),
  "asset.merged": defineError(
    "asset.merged",
    409,
    "The asset has become part of another.",
    "Use the asset that is named.",
  ),
  "asset.cannot_merge": defineError(
    "asset.cannot_merge",
    409,
    "These assets cannot become one.",
    "Only two different assets of one kind and one organisation can.",
  ),
  "asset.cannot_split": defineError(
    "asset.cannot_split",
    409,
    "The asset cannot be split so.",
    "Name some of what the asset is known by, and leave it something.",
  ),
  "identifier.invalid": defineError(
    "identifier.invalid",
    422,
    "This says of no asset which it is.",
    "Write it as the machine shows it: an address such as 10.1.2.3, a network such as 10.1.0.0/16. Leave out what many machines have in common, such as localhost.",
  ),
  "identifier.not_found": defineError(
    "identifier.not_found",
    404,
    "The asset is not known by this.",
    "Load the asset again: somebody else may have changed it.",
  ),
  "host_proposal.not_found": defineError(
    "host_proposal.not_found",
    404,
    "There is no such proposal.",
    "Look at the list of hosts that logs tell of: it may be in the ledger by now.",
  ),
  "merge_proposal.not_found": defineError(
    "merge_proposal.not_found",
    404,
    "There is no such proposal that waits.",
    "Look at the list of proposals: somebody else may have decided it.",
  ),
  "ledger_import.not_found": defineError(
    "ledger_import.not_found",
    404,
    "There is no such import.",
    "Upload the file again: what is not committed is kept for a month.",
  ),
  "ledger_import.unreadable": defineError(
    "ledger_import.unreadable",
    422,
    "The file could not be read as a table.",
    "Save it as CSV in UTF-8 or GB18030, with a line of headers; or say which delimiter and charset it has.",
  ),
  "ledger_import.changed": defineError(
    "ledger_import.changed",
    409,
    "The import would no longer do what the preview showed.",
    "Look at the preview again: the ledger or the mapping has changed.",
  ),
  "ledger_import.done": defineError(
    "ledger_import.done",
    409,
    "The import was committed.",
    "Upload the file again to import it once more.",
  ),
} as const;
