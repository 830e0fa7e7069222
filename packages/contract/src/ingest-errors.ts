// SPDX-License-Identifier: Apache-2.0
/** The errors of logs on their way in: sources, their senders, and the doors that they deliver at. */
import { defineError } from "./define-error.ts";

export const INGEST_ERRORS = {
  "ingest.too_large": defineError(
    "ingest.too_large",
    413,
    "The body is larger than a batch may be.",
    "Send less at once: a smaller bulk or batch size in the shipper. Nothing of this batch was kept.",
  ),
  "ingest.unreadable": defineError(
    "ingest.unreadable",
    400,
    "The body cannot be read.",
    "Send it plain, or compressed as a whole with gzip or zstd. Nothing of this batch was kept.",
  ),
  "ingest.disk_full": defineError(
    "ingest.disk_full",
    507,
    "The disk of the hub is full, and nothing new is taken in.",
    "Send it again after the time in Retry-After. Whoever runs the hub frees space or gives it more; it goes on by itself.",
  ),
  "ingest.busy": defineError(
    "ingest.busy",
    429,
    "More batches are under way than the hub holds at once.",
    "Send it again after the time in Retry-After.",
  ),
  "source.not_found": defineError(
    "source.not_found",
    404,
    "There is no such source.",
    "Look at the list of sources: it may belong to an organisation that you are not of.",
  ),
  "source.name_taken": defineError(
    "source.name_taken",
    409,
    "The organisation has a source of this name.",
    "Choose another name.",
  ),
  "tail.refused": defineError(
    "tail.refused",
    400,
    "The hub does not take the logs.",
    "Mend what the hub says, then start it again: it goes on where it was.",
  ),
  "otlp.media_type": defineError(
    "otlp.media_type",
    415,
    "OTLP is taken in two forms.",
    "Send application/x-protobuf or application/json, plain or with gzip. OTLP over gRPC is not taken: use OTLP/HTTP.",
  ),
  "otlp.unreadable": defineError(
    "otlp.unreadable",
    400,
    "The body is no request of OTLP.",
    "Send what the Content-Type says. Nothing of this batch was kept.",
  ),
  "source.sender_taken": defineError(
    "source.sender_taken",
    409,
    "Another source has this sender.",
    "Take it away there first. Of networks, the one with the longest prefix counts: name a smaller one.",
  ),
  "source.sender_needs_operator": defineError(
    "source.sender_needs_operator",
    403,
    "Who sends for a source is for an operator of the hub to say.",
    "Ask an operator to add it, who knows whose the network or certificate is; or send over HTTP with the source's key.",
  ),
  "dead_letter.not_found": defineError(
    "dead_letter.not_found",
    404,
    "There is no such dead letter.",
    "Look at the list of dead letters: it may have been replayed or discarded.",
  ),
  "dead_letter.cut": defineError(
    "dead_letter.cut",
    409,
    "The record was too long to be kept whole.",
    "Have its sender deliver it again, in shorter records; then discard this one.",
  ),
} as const;
