// SPDX-License-Identifier: Apache-2.0
/** The calls of indicators: lists, what is in them, imports, and what is known of a value. */
import {
  type INDICATOR_IMPORT_QUERY,
  INDICATOR_LIST,
  INDICATOR_LISTS,
  INDICATOR_LOOKUP,
  INDICATORS,
  INDICATORS_IMPORTED,
  INDICATORS_REMOVED,
  type IndicatorListChange,
  type IndicatorsQuery,
  type NEW_INDICATOR_LIST,
  SIGHTINGS,
  type VALUE_QUERY,
} from "@fengsui/contract";
import type { z } from "zod";
import { queryText, type Transport } from "./transport.ts";

const API = "/api/v1";
const PATH = `${API}/indicators`;
type Signal = AbortSignal | undefined;
type Import = z.input<typeof INDICATOR_IMPORT_QUERY>;

export function indicatorCalls(transport: Transport, address: string) {
  const list = (id: string) => `${PATH}/lists/${id}`;
  return {
    lists: (signal?: Signal) => transport.call({ path: `${PATH}/lists`, answer: INDICATOR_LISTS, signal }),
    list: (id: string, signal?: Signal) => transport.call({ path: list(id), answer: INDICATOR_LIST, signal }),
    create: (body: z.input<typeof NEW_INDICATOR_LIST>) =>
      transport.call({ method: "POST", path: `${PATH}/lists`, body, answer: INDICATOR_LIST }),
    change: (id: string, body: IndicatorListChange) =>
      transport.call({ method: "PATCH", path: list(id), body, answer: INDICATOR_LIST }),
    indicators: (id: string, query: Partial<IndicatorsQuery> = {}, signal?: Signal) =>
      transport.call({ path: `${list(id)}/indicators`, query: { ...query }, answer: INDICATORS, signal }),
    import: (id: string, query: Import, file: Blob | Uint8Array<ArrayBuffer>) =>
      transport.call({
        method: "POST",
        path: `${list(id)}/import`,
        query: { ...query },
        file,
        answer: INDICATORS_IMPORTED,
      }),
    /** Where a file is sent to, for who shows how far it is. */
    importAddress: (id: string, query: Import) => `${address}${list(id)}/import${queryText({ ...query })}`,
    remove: (id: string, ids: readonly string[]) =>
      transport.call({
        method: "POST",
        path: `${list(id)}/remove`,
        body: { ids },
        answer: INDICATORS_REMOVED,
      }),
    lookUp: (query: z.input<typeof VALUE_QUERY>, signal?: Signal) =>
      transport.call({ path: `${PATH}/lookup`, query: { ...query }, answer: INDICATOR_LOOKUP, signal }),
    sightings: (query: z.input<typeof VALUE_QUERY>, signal?: Signal) =>
      transport.call({
        path: `${API}/observables/sightings`,
        query: { ...query },
        answer: SIGHTINGS,
        signal,
      }),
  };
}
