// SPDX-License-Identifier: Apache-2.0
/** The calls of sources: their keys, how they are read, and who delivers by syslog. */
import {
  MAPPING_PREVIEW,
  type MappingTrial,
  type NEW_SOURCE,
  SOURCE,
  SOURCE_KEY,
  SOURCES,
  type SourceChange,
  type SourceMapping,
  SYSLOG_DOORS,
  SYSLOG_REFUSALS,
} from "@fengsui/contract";
import { z } from "zod";
import type { Transport } from "./transport.ts";

const API = "/api/v1";
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function sourceCalls(transport: Transport) {
  const path = `${API}/sources`;
  return {
    list: (signal?: Signal) => transport.call({ path, answer: SOURCES, signal }),
    add: (body: z.infer<typeof NEW_SOURCE>) =>
      transport.call({ method: "POST", path, body, answer: SOURCE_KEY }),
    renewKey: (id: string) =>
      transport.call({ method: "POST", path: `${path}/${id}/key`, answer: SOURCE_KEY }),
    change: (id: string, body: SourceChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: SOURCE }),
    setMapping: (id: string, mapping: SourceMapping | null) =>
      transport.call({ method: "PUT", path: `${path}/${id}/mapping`, body: { mapping }, answer: DONE }),
    tryMapping: (id: string, body: Partial<MappingTrial> & Pick<MappingTrial, "mapping">) =>
      transport.call({ method: "POST", path: `${path}/${id}/mapping/trial`, body, answer: MAPPING_PREVIEW }),
    syslogDoors: (signal?: Signal) => transport.call({ path: `${API}/syslog`, answer: SYSLOG_DOORS, signal }),
    syslogRefusals: (signal?: Signal) =>
      transport.call({ path: `${API}/syslog/refusals`, answer: SYSLOG_REFUSALS, signal }),
  };
}
