// SPDX-License-Identifier: Apache-2.0
/**
 * A hub that is killed at one moment: events and matches are stored, alerts are not. Given the data directory, the
 * organisation, the source, and the lines that the source sends.
 */
import { join } from "node:path";
import { Detection } from "../../features/detection/index.ts";
import { ingestBatch } from "../../features/events/ingest/ingest.ts";
import { splitLines } from "../../features/events/ingest/split.ts";
import { systemClock } from "../../platform/clock.ts";
import { derivedId } from "../../platform/derived-id.ts";
import { openEvents } from "../../platform/events/index.ts";
import { parseId } from "../../platform/ids.ts";
import { openRecords } from "../../platform/records/index.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";

const [dataDir = "", organisation = "", sourceText = "", lines = ""] = process.argv.slice(2);
const organisationId = parseId<"organisation">(organisation);
const id = parseId<"source">(sourceText);
if (organisationId === undefined || id === undefined) throw new TypeError("no organisation or no source");
const parts = { clock: systemClock, logger: silentLogger };
const records = await openRecords({ dataDir });
const events = await openEvents({ directory: join(dataDir, "events") }, parts);
const detection = new Detection({ records, events });
await ingestBatch(
  {
    records,
    events,
    detection: {
      matcher: detection.matcher.bind(detection),
      raise: async () => {
        process.kill(process.pid, "SIGKILL");
      },
    },
  },
  {
    source: { id, organisationId },
    records: splitLines(Buffer.from(lines)),
    bodyHash: derivedId([lines]),
    isJsonOnly: true,
  },
);
