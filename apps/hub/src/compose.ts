// SPDX-License-Identifier: Apache-2.0
/** The hub put together: the only file that knows every feature and everything they stand on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DemoState } from "@fengsui/contract";
import { z } from "zod";
import { Access, accessWorkers, allAccessRoutes, KeyBearer, SEND_LETTERS } from "./features/access/index.ts";
import { requireRestored } from "./features/backup/index.ts";
import { createCasesFeature } from "./features/cases/index.ts";
import { createConstituencyFeature, type OutsideParts } from "./features/constituency/index.ts";
import { demoRoutes } from "./features/demo/index.ts";
import { createDetectionFeature } from "./features/detection/index.ts";
import { createDisclosureFeature } from "./features/disclosure/index.ts";
import {
  createEventsFeature,
  type EventsFeature,
  RUN_CORRELATIONS,
  RUN_RETROSPECTIONS,
  readStoredEvents,
} from "./features/events/index.ts";
import { EvidenceRoom, evidenceRoutes } from "./features/evidence/index.ts";
import { createLedgerFeature } from "./features/ledger/index.ts";
import { createNoticesFeature } from "./features/notices/index.ts";
import { createNotificationsFeature } from "./features/notifications/index.ts";
import { createPublicationsFeature } from "./features/publications/index.ts";
import { createRetentionFeature, keepWatermarks } from "./features/retention/index.ts";
import { createSharingFeature } from "./features/sharing/index.ts";
import { createSituationFeature } from "./features/situation/index.ts";
import { type Clock, systemClock } from "./platform/clock.ts";
import type { Config } from "./platform/config/index.ts";
import { DiskWatch } from "./platform/disk/disk-watch.ts";
import { type EventStore, openEvents } from "./platform/events/index.ts";
import { HttpServer, Registry, type RouteDefinition } from "./platform/http/index.ts";
import { Jobs, Nudger } from "./platform/jobs/index.ts";
import { LiveFeed, NewsListener, readScope } from "./platform/live/index.ts";
import { openRecords, type Records } from "./platform/records/index.ts";
import { requireKnownSchema, writeSchemaState } from "./platform/schema-state.ts";
import type { Logger } from "./platform/telemetry/logger.ts";
import { addApi } from "./roles/api.ts";
import { addFigures } from "./roles/figures.ts";
import { addIngest } from "./roles/ingest.ts";
import { startWorkers } from "./roles/worker.ts";

export interface HubParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** The database, where somebody else opened it: they close it, too. */
  readonly records?: Records;
  readonly consoleFolder?: string;
  /** What proofs of constituency are looked up in, where it is not the world itself. */
  readonly outside?: Omit<OutsideParts, "networks">;
  /** Where this hub shows the demo: how it stands. */
  readonly demo?: () => DemoState;
}

export interface Hub extends AsyncDisposable {
  readonly address: URL;
  /** Where it listens for syslog. */
  readonly syslog: EventsFeature["syslog"]["ports"];
  /** Every route that it answers. */
  readonly routes: readonly RouteDefinition[];
  /** Where the first administrator is created; absent where there is one. A secret: to be shown, not logged. */
  readonly setupLink: URL | undefined;
}

export const VERSION: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"))).version;

export const CONSOLE_FOLDER = join(import.meta.dirname, "../../console/dist");

const SHIPPED_RULES_FOLDER = join(import.meta.dirname, "../../../rules");

export async function startHub(parts: HubParts): Promise<Hub> {
  requireRestored(parts.config.dataDir);
  requireKnownSchema(parts.config);
  // What is opened last is closed first: no request meets a store that has gone.
  await using stack = new AsyncDisposableStack();
  const stores = await openStores(parts, stack);
  const assembled = assemble(parts, stores);
  const { http, access, feed, retrospections, correlations, syslog, workers, nudges } = assembled;
  const { roles } = parts.config;
  const { tally, indicators } = assembled.detectionFeature;
  stack.use(tally);
  stack.use(indicators);
  if (roles.includes("ingest")) indicators.warm();
  const nudger = stack.use(new Nudger(stores.jobs, roles.includes("worker") ? nudges : [], parts.logger));
  if (roles.includes("api") || roles.includes("worker"))
    await listenToNews(parts, stores, { feed, nudger }, stack);
  stack.use(http);
  if (roles.includes("worker")) {
    stack.use(retrospections);
    stack.use(correlations);
    await startWorkers(stores.jobs, workers);
  }
  const address = await http.listen();
  if (roles.includes("ingest")) await stack.use(syslog).listen();
  const setupToken = parts.config.roles.includes("api") ? await access.issueSetupToken() : undefined;
  const opened = stack.move();
  return {
    address,
    routes: http.routes,
    syslog: syslog.ports,
    setupLink: setupToken === undefined ? undefined : new URL(`/setup#token=${setupToken}`, address),
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  };
}

async function listenToNews(
  { logger }: HubParts,
  { records }: Stores,
  { feed, nudger }: { readonly feed: LiveFeed; readonly nudger: Nudger },
  stack: AsyncDisposableStack,
): Promise<void> {
  stack.use(feed);
  stack.use(
    await NewsListener.start({
      database: records.systemAccess,
      logger: logger.child({ part: "live" }),
      onNews: (news) => {
        feed.publish(news);
        nudger.hear(news.topic);
      },
      onGap: () => feed.reportGap(),
    }),
  );
}

interface Stores {
  readonly records: Records;
  readonly events: EventStore;
  readonly jobs: Jobs;
  readonly disk: DiskWatch;
}

async function openStores(
  { config, logger, clock = systemClock, records }: HubParts,
  stack: AsyncDisposableStack,
): Promise<Stores> {
  const opened = records ?? stack.use(await openRecords(config, { logger, clock }));
  const place = { directory: join(config.dataDir, "events"), clickhouseUrl: config.clickhouseUrl };
  const events = stack.use(await openEvents(place, { logger, clock }));
  writeSchemaState(config, VERSION);
  // What jobs work on is closed after them.
  const jobs = stack.use(await Jobs.open(opened.systemAccess, { logger }));
  const disk = stack.use(
    new DiskWatch({ directory: config.dataDir, logger: logger.child({ part: "disk" }) }),
  );
  stack.use(await keepWatermarks({ records: opened, disk, logger }));
  return { records: opened, events, jobs, disk };
}

/** Features, each given what it stands on, and their routes to the roles of this process. */
function assemble(parts: HubParts, stores: Stores) {
  const { config, logger, clock = systemClock } = parts;
  const { records, events, jobs, disk } = stores;
  const registry = new Registry();
  const feed = new LiveFeed({ scopeOf: (person) => readScope(records, person), logger });
  const access = new Access({ records, clock, logger });
  const detectionFeature = createDetectionFeature({
    ...config,
    records,
    events,
    clock,
    logger,
    registry,
    shippedRulesDir: SHIPPED_RULES_FOLDER,
    wakeRetrospection: async () => await wake(),
    readStored: (stored) => readStoredEvents({ records, events }, stored),
    wakeCorrelation: () => wakeCorrelations(),
  });
  const { detection, passes } = detectionFeature;
  const eventsFeature = createEventsFeature({
    records,
    events,
    detection,
    passes,
    clock,
    logger,
    disk,
    registry,
    config,
  });
  const { retrospections, correlations, syslog } = eventsFeature;
  // Who sleeps in another process, and is not reached, wakes within a minute.
  const send = (job: typeof RUN_RETROSPECTIONS) =>
    jobs.send(job, {}).catch((error: unknown) => logger.warn({ error }, "nobody was woken"));
  const isWorker = config.roles.includes("worker");
  const wake = async () => (isWorker ? retrospections.wake() : await send(RUN_RETROSPECTIONS));
  const wakeCorrelations = () => (isWorker ? correlations.wake() : void send(RUN_CORRELATIONS));
  const wakeLetters = () =>
    void jobs
      .send(SEND_LETTERS, {})
      .catch((error: unknown) => logger.debug({ error }, "letters wait a minute"));
  const http = createHttp(parts, stores, { access, sources: eventsFeature.sources, registry });
  addFigures({ registry, logger, records, events, jobs, feed, disk });
  const { nudges, ...further } = featuresOnStores(stores, { config, clock, outside: parts.outside });
  const routes = [
    ...allAccessRoutes({ access, records, clock, logger, config, wakeLetters }),
    ...eventsFeature.routes,
    ...detectionFeature.routes,
    ...further.routes,
    ...demoRoutes(parts.demo),
  ];
  if (config.roles.includes("api")) addApi({ http, feed, routes });
  if (config.roles.includes("ingest")) addIngest(http, eventsFeature);
  const letterWorkers = accessWorkers({ records, clock, logger, config });
  const workers = [
    ...letterWorkers,
    ...eventsFeature.workers,
    ...detectionFeature.workers,
    ...further.workers,
  ];
  return { http, access, feed, detectionFeature, retrospections, correlations, syslog, workers, nudges };
}

/** Those that stand on nothing but the stores. */
function featuresOnStores(
  { records, events, disk }: Stores,
  {
    config,
    clock,
    outside,
  }: { readonly config: Config; readonly clock: Clock; readonly outside: HubParts["outside"] },
) {
  const parts = { records, events, clock };
  const disclosure = createDisclosureFeature({ records, clock });
  const nudging = [
    createCasesFeature(parts, disclosure.reads),
    createNoticesFeature(parts),
    createSharingFeature(parts),
    createNotificationsFeature({ records, clock, config }),
  ];
  const constituency = createConstituencyFeature({
    records,
    clock,
    outside: { ...outside, networks: config.webhookNetworks },
  });
  const worked = [
    ...nudging,
    createLedgerFeature(parts),
    constituency,
    createRetentionFeature({ ...parts, disk }),
  ];
  return {
    routes: [
      ...disclosure.routes,
      ...createPublicationsFeature(parts, disclosure.reads).routes,
      ...worked.flatMap((feature) => feature.routes),
      ...evidenceRoutes(new EvidenceRoom({ ...parts, reads: disclosure.reads })),
      ...createSituationFeature(parts).routes,
    ],
    workers: worked.flatMap((feature) => feature.workers),
    nudges: nudging.flatMap((feature) => feature.nudges),
  };
}

interface Known {
  readonly access: Access;
  readonly sources: EventsFeature["sources"];
  readonly registry: Registry;
}

function createHttp(
  { config, logger, clock = systemClock, consoleFolder = CONSOLE_FOLDER }: HubParts,
  { records, events, disk }: Stores,
  { access, sources, registry }: Known,
): HttpServer {
  const keyBearer = new KeyBearer({ records, clock, logger });
  const http = new HttpServer({
    config,
    logger,
    clock,
    version: VERSION,
    registry,
    consoleFolder,
    authentication: {
      session: (token, use) => access.findSession(token, use),
      key: (text, asked) => keyBearer.find(text, asked),
      source: (headers) => sources.findByKey(headers),
    },
  });
  http.addReadinessCheck("records", () => records.ping());
  http.addReadinessCheck("events", async () => requireUp(events));
  http.addReadinessCheck("disk", async () => disk.requireRoom());
  return http;
}

function requireUp({ state }: EventStore): void {
  if (state.kind !== "up") throw new Error(`the event store is ${state.kind}`);
}
