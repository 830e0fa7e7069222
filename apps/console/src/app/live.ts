// SPDX-License-Identifier: Apache-2.0
/**
 * What changes at the hub while a page is open: one stream says where to look, the ordinary queries look. Where the
 * stream breaks, it is opened again and everything that is shown is asked for anew.
 */
import { LIVE_OPENED, LIVE_REFETCH, LIVE_TOPICS, type LiveTopic } from "@fengsui/contract";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

const STREAM = "/api/v1/stream";
/** A burst of news is one look. */
const GATHER_MS = 1_000;
/** The browser gives up where the answer is no stream: a proxy's error, or a hub that starts. */
const REOPEN_MS = 5_000;

/** A topic without a page yet is nothing to look at. */
const KEYS_OF_TOPIC: Readonly<Partial<Record<LiveTopic, readonly string[]>>> = {
  "alert.raised": ["alerts", "situation"],
  "alert.changed": ["alerts", "situation"],
  "source.changed": ["sources"],
  "dead_letter.changed": ["dead-letters", "situation"],
  "rule.changed": ["rules", "indicators", "situation"],
  "suppression.changed": ["suppressions", "situation"],
  "retrospection.changed": ["retrospections"],
  "organisation.changed": ["organisations", "session"],
  "member.changed": ["people", "colleagues", "hub-roles", "session"],
  "invitation.changed": ["invitations", "organisations"],
  "system.changed": ["ledger"],
  "asset.changed": ["ledger"],
  "host_proposal.changed": ["ledger"],
  "merge_proposal.changed": ["ledger"],
  "ledger_import.changed": ["ledger-imports"],
  "case.changed": ["alerts", "cases", "evidence", "sharing-figures"],
  "publication.changed": ["publications", "sharing-figures"],
  "order.changed": ["orders", "cases", "evidence"],
  "case_rule.changed": ["case-rules"],
  "sharing_group.changed": ["sharing-groups"],
  "organisation_client.changed": ["organisation-clients"],
  "sharing_request.changed": ["sharing-requests", "sharing-groups"],
  "notification.changed": ["notifications", "deliveries", "webhooks"],
};

/** Whether the stream is open, as far as this page knows. */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [isOpen, setIsOpen] = useState(true);
  useEffect(() => followStream(queries, setIsOpen), [queries]);
  return isOpen;
}

function followStream(queries: QueryClient, onOpen: (isOpen: boolean) => void): () => void {
  const gathered = gather(queries);
  let stream: EventSource | undefined;
  let timer: number | undefined;
  let wasOpen = false;
  const open = () => {
    stream = new EventSource(STREAM);
    stream.addEventListener("open", () => onOpen(true));
    stream.addEventListener("error", () => {
      onOpen(false);
      if (stream?.readyState === EventSource.CLOSED) timer = window.setTimeout(open, REOPEN_MS);
    });
    stream.addEventListener(LIVE_OPENED, () => {
      if (wasOpen) gathered.lookAtAll();
      wasOpen = true;
    });
    stream.addEventListener(LIVE_REFETCH, gathered.lookAtAll);
    for (const topic of LIVE_TOPICS)
      stream.addEventListener(topic, () => gathered.lookAt(KEYS_OF_TOPIC[topic] ?? []));
  };
  open();
  return () => {
    stream?.close();
    window.clearTimeout(timer);
    gathered.stop();
  };
}

function gather(queries: QueryClient) {
  const keys = new Set<string>();
  let timer: number | undefined;
  const lookAt = (more: readonly string[]) => {
    for (const key of more) keys.add(key);
    timer ??= window.setTimeout(() => {
      timer = undefined;
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
      keys.clear();
    }, GATHER_MS);
  };
  return {
    lookAt,
    lookAtAll: () => lookAt(Object.values(KEYS_OF_TOPIC).flat()),
    stop: () => window.clearTimeout(timer),
  };
}
