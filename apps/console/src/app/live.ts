// SPDX-License-Identifier: Apache-2.0
/** What changes at the hub while a page is open: the stream says where to look, the ordinary queries look. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const STREAM = "/api/v1/stream";
/** A burst of news is one look. */
const GATHER_MS = 1_000;

export function useLive(event: string, queryKey: readonly string[]): void {
  const queries = useQueryClient();
  const key = queryKey.join("/");
  useEffect(() => {
    // The browser opens it again by itself when it breaks.
    const stream = new EventSource(STREAM);
    let timer: number | undefined;
    const look = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: key.split("/") });
      }, GATHER_MS);
    };
    stream.addEventListener(event, look);
    return () => {
      stream.close();
      window.clearTimeout(timer);
    };
  }, [queries, event, key]);
}
