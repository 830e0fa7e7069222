// SPDX-License-Identifier: Apache-2.0
/**
 * The door of events. It owns the way of an event from a shipper to its acknowledgement, the sources and their keys,
 * the records that could not be read, and search. What an event means is for `detection`, which it calls with every
 * batch.
 */
import type { Clock } from "../../platform/clock.ts";
import type { EventStore } from "../../platform/events/index.ts";
import type { Registry, RouteDefinition } from "../../platform/http/index.ts";
import type { Worker } from "../../platform/jobs/index.ts";
import type { Records } from "../../platform/records/index.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import type { Detection, Passes } from "../detection/index.ts";
import { CorrelationRunner } from "./correlation/runner.ts";
import { DeadLetters } from "./dead-letters/service.ts";
import { elasticRoutes } from "./ingest/elastic-routes.ts";
import { IngestMeter } from "./ingest/meter.ts";
import { Ingest, type IngestServiceParts } from "./ingest/service.ts";
import { observableRoutes } from "./observables/routes.ts";
import { otlpRoutes } from "./otlp/routes.ts";
import { RetrospectionRunner } from "./retrospection/runner.ts";
import { deadLetterRoutes, ingestRoutes, mappingRoutes, sourceRoutes } from "./routes.ts";
import { EventExporter } from "./search/export.ts";
import { searchRoutes } from "./search/routes.ts";
import { EventSearcher } from "./search/service.ts";
import { SourceMappings } from "./sources/mappings.ts";
import { Sources } from "./sources/service.ts";
import { SourceWatch } from "./sources/watch.ts";
import { SyslogIntake } from "./syslog/intake.ts";
import { SyslogListener, type SyslogListenerParts } from "./syslog/listener.ts";
import { SyslogMeter } from "./syslog/meter.ts";
import { Refusals } from "./syslog/refusals.ts";
import { syslogRoutes } from "./syslog/routes.ts";

export { RUN_CORRELATIONS } from "./correlation/runner.ts";
export { readStoredEvents } from "./ingest/stored-events.ts";
export { RUN_RETROSPECTIONS } from "./retrospection/runner.ts";

export interface EventsFeatureParts {
  readonly records: Records;
  readonly events: EventStore;
  readonly detection: Detection;
  readonly passes: Passes;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly disk?: IngestServiceParts["disk"];
  readonly registry?: Registry;
  readonly config: SyslogListenerParts["config"];
}

export interface EventsFeature {
  /** `sources.findByKey` is what the server asks whose key came with a request. */
  readonly sources: Sources;
  /** For the role `ingest`, to be closed before what it works on. */
  readonly syslog: SyslogListener;
  /** For the role `ingest`. */
  readonly ingestRoutes: readonly RouteDefinition[];
  /** To be closed before what it works on. */
  readonly retrospections: RetrospectionRunner;
  readonly correlations: CorrelationRunner;
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
  /** For the role `worker`. */
  readonly workers: readonly Worker[];
}

export function createEventsFeature(parts: EventsFeatureParts): EventsFeature {
  const meter = parts.registry === undefined ? undefined : new IngestMeter(parts.registry);
  const ingest = new Ingest({ ...parts, meter });
  const sources = new Sources(parts);
  const deadLetters = new DeadLetters({ records: parts.records, ingest });
  const searcher = new EventSearcher(parts);
  const mappings = new SourceMappings({ ...parts, searcher });
  const exporter = new EventExporter({ records: parts.records, searcher });
  const logger = parts.logger.child({ part: "retrospections" });
  const retrospections = new RetrospectionRunner({ ...parts, ingest, logger });
  const { correlations: found } = parts.detection;
  const correlationLogger = parts.logger.child({ part: "correlations" });
  const correlations = new CorrelationRunner({ ...parts, correlations: found, logger: correlationLogger });
  const { syslog, refusals } = createSyslog(parts, { ingest, sources });
  return {
    sources,
    syslog,
    retrospections,
    correlations,
    ingestRoutes: [...ingestRoutes(ingest), ...elasticRoutes(ingest), ...otlpRoutes(ingest)],
    routes: [
      ...sourceRoutes(sources),
      ...mappingRoutes(mappings),
      ...deadLetterRoutes(deadLetters),
      ...searchRoutes(searcher, exporter),
      ...observableRoutes(parts),
      ...syslogRoutes(refusals, () => syslog.ports),
    ],
    workers: [new SourceWatch(parts).worker, retrospections.start, correlations.start],
  };
}

function createSyslog(parts: EventsFeatureParts, { ingest, sources }: { ingest: Ingest; sources: Sources }) {
  const { records, clock, config, registry } = parts;
  const logger = parts.logger.child({ part: "syslog" });
  const refusals = new Refusals({ records, logger });
  const intake = new SyslogIntake({ ingest, clock, logger });
  const meter = registry === undefined ? undefined : new SyslogMeter(registry);
  const sourceOf = sources.findBySender.bind(sources);
  const syslog = new SyslogListener({ config, sourceOf, intake, refusals, clock, logger, meter });
  return { syslog, refusals };
}
