// SPDX-License-Identifier: Apache-2.0
/** What can go wrong where a hub is looked after: backups and their restoration. */
import { defineError } from "./define-error.ts";

export const OPERATING_ERRORS = {
  "backup.nothing": defineError(
    "backup.nothing",
    404,
    "There is no hub here to make a backup of.",
    "Give the same FENGSUI_DATA_DIR, DATABASE_URL and CLICKHOUSE_URL, or FENGSUI_CONFIG, as the hub has.",
  ),
  "backup.exists": defineError(
    "backup.exists",
    409,
    "A file of this name is there already.",
    "Choose another name, or name a folder: a backup in it is named after the time.",
  ),
  "backup.write_failed": defineError(
    "backup.write_failed",
    507,
    "The backup could not be written.",
    "Free space or choose another place, and make it again. Nothing was left there.",
  ),
  "backup.damaged": defineError(
    "backup.damaged",
    422,
    "The file is no whole backup.",
    "Copy it again from where it was made, or take an older one. Nothing was restored from it.",
  ),
  "backup.locked": defineError(
    "backup.locked",
    422,
    "The backup cannot be opened.",
    "Name the file that holds the passphrase it was made with, by --passphrase-file.",
  ),
  "backup.newer": defineError(
    "backup.newer",
    409,
    "The backup was made by a newer version of the hub.",
    "Restore it with that version, or a newer one. Nothing was changed.",
  ),
  "restore.not_empty": defineError(
    "restore.not_empty",
    409,
    "A backup is restored only to where nothing is.",
    "Give a FENGSUI_DATA_DIR that does not exist or is empty; of served stores, empty databases.",
  ),
  "restore.unfinished": defineError(
    "restore.unfinished",
    409,
    "A backup was being restored here, and was not restored to its end.",
    "Empty the data directory, and the databases where they are served, and restore the backup again.",
  ),
  "retention.invalid": defineError(
    "retention.invalid",
    422,
    "The retention cannot be so.",
    "Correct what is named: the critical watermark is above the high one, and the default not below the floor.",
  ),
  "retention.below_floor": defineError(
    "retention.below_floor",
    422,
    "The hub keeps events for longer than a rule says.",
    "Give at least as many days as named, or ask an operator of the hub whether the floor can be lower.",
  ),
  "legal_hold.not_found": defineError(
    "legal_hold.not_found",
    404,
    "There is no such legal hold, or it is not for you to see.",
    "List the legal holds of the organisation and take the id from there.",
  ),
  "legal_hold.invalid": defineError(
    "legal_hold.invalid",
    422,
    "The legal hold cannot be so.",
    "Correct what is named: what is held belongs to the organisation, and the hold ends in the future.",
  ),
  "legal_hold.released": defineError(
    "legal_hold.released",
    409,
    "The legal hold is released already.",
    "Nothing is to be done. To hold the events again, make a new legal hold.",
  ),
  "ingest.disk_critical": defineError(
    "ingest.disk_critical",
    503,
    "The disk of the hub is nearly full, and nothing new is taken in.",
    "Send the same again later. Free space, keep events for a shorter time, or give the hub a larger disk.",
  ),
} as const;
