// SPDX-License-Identifier: Apache-2.0
/** The calls of what comes with sharing: previews, reasons, readers, recalls. */
import {
  READERS,
  RECALL_NOTICES,
  RECALLS,
  SHARING_PREVIEW,
  type SHARING_PREVIEW_REQUEST,
  SHARING_REASON,
  type SharedSubject,
  type SharingQuestion,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

type Signal = AbortSignal | undefined;
const DONE = z.unknown();

export function disclosureCalls(transport: Transport) {
  const path = "/api/v1/sharing";
  return {
    /** Changes nothing. */
    preview: (body: z.input<typeof SHARING_PREVIEW_REQUEST>, signal?: Signal) =>
      transport.call({ method: "POST", path: `${path}/preview`, body, answer: SHARING_PREVIEW, signal }),
    reason: (body: SharingQuestion, signal?: Signal) =>
      transport.call({ method: "POST", path: `${path}/reason`, body, answer: SHARING_REASON, signal }),
    readers: (of: SharedSubject, signal?: Signal) =>
      transport.call({ path: `${path}/readers`, query: { ...of }, answer: READERS, signal }),
    recalls: (signal?: Signal) => transport.call({ path: `${path}/recalls`, answer: RECALLS, signal }),
    notices: (signal?: Signal) =>
      transport.call({ path: `${path}/recall-notices`, answer: RECALL_NOTICES, signal }),
    acknowledge: (id: string) =>
      transport.call({
        method: "POST",
        path: `${path}/recall-notices/${id}/acknowledgement`,
        answer: DONE,
      }),
  };
}
