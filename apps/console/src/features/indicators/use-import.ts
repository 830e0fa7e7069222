// SPDX-License-Identifier: Apache-2.0
/** A feed on its way into a list: how far it is, and what came of it. Cancelled on the way, the list is as it was. */
import { HubProblem } from "@fengsui/client";
import { INDICATORS_IMPORTED, type IndicatorImportQuery, type IndicatorsImported } from "@fengsui/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { hub } from "../../app/hub.ts";
import { useSession } from "../../app/session.ts";
import { sendFile } from "../../parts/send-file.ts";
import { LIST_CHANGES } from "./queries.ts";

export interface Feed {
  readonly file: Blob;
  readonly query: IndicatorImportQuery;
}

export interface ImportState {
  /** Of its bytes, from 0 to 1; all of them sent, the hub reads. */
  readonly part?: number;
  readonly taken?: IndicatorsImported;
  readonly error?: unknown;
}

export function useImport(listId: string) {
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const stop = useRef<AbortController>(undefined);
  const [state, setState] = useState<ImportState>({});
  const send = async ({ file, query }: Feed) => {
    const controller = new AbortController();
    stop.current = controller;
    const onProgress = (part: number) => setState({ part });
    onProgress(0);
    try {
      const address = hub.indicators.importAddress(listId, query);
      const answer = INDICATORS_IMPORTED;
      const sending = { csrfToken, onProgress, signal: controller.signal };
      setState({ taken: await sendFile({ ...sending, address, file, answer }) });
    } catch (error) {
      // What was cancelled failed for no other reason.
      setState(error instanceof HubProblem ? { error } : {});
    }
    for (const key of LIST_CHANGES) await queries.invalidateQueries({ queryKey: [key] });
  };
  /** What was sent is taken, whether one waits for it or not. */
  const cancel = () => {
    if ((state.part ?? 1) < 1) stop.current?.abort();
  };
  return { state, send, cancel };
}
