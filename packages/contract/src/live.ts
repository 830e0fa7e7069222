// SPDX-License-Identifier: Apache-2.0
/**
 * Live updates on the wire: server-sent events of `/api/v1/stream`. Each says that something changed and where to
 * look; what it is now, the reader asks through the ordinary routes. The name of the event is its topic.
 */
import { z } from "zod";

export const LIVE_TOPICS = [
  "alert.raised",
  "alert.changed",
  "source.changed",
  "dead_letter.changed",
  "rule.changed",
  "suppression.changed",
  "retrospection.changed",
  "organisation.changed",
  "member.changed",
  "invitation.changed",
  "system.changed",
  "asset.changed",
  "host_proposal.changed",
  "merge_proposal.changed",
  "ledger_import.changed",
  "case.changed",
  "publication.changed",
  "case_rule.changed",
  "order.changed",
  "notification.changed",
  "sharing_group.changed",
  "organisation_client.changed",
  "sharing_request.changed",
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** The data of an event of a topic. */
export const LIVE_NEWS = z.object({
  organisationId: z.uuid(),
  /** What changed; empty where it is too much to name. */
  ids: z.array(z.uuid()),
});
export type LiveNews = z.infer<typeof LIVE_NEWS>;

/** The first event of a stream; its data is empty. */
export const LIVE_OPENED = "hub.opened";
/** Something may have been missed: what is shown is to be asked for anew. Its data is empty. */
export const LIVE_REFETCH = "hub.refetch";
