// SPDX-License-Identifier: Apache-2.0
/** A hub that does nothing but tell what was announced, once; to be killed. What it needs comes on standard input. */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { createNotificationsFeature } from "../../features/notifications/index.ts";
import { readConfig } from "../../platform/config/index.ts";
import { openPools } from "../../platform/records/records.ts";

const connection = z.looseObject({
  host: z.string(),
  user: z.string(),
  database: z.string(),
});
const INPUT = z.object({
  access: z.object({ system: connection, app: connection }),
  smtpUrl: z.string(),
  now: z.coerce.date(),
});

const { access, smtpUrl, now } = INPUT.parse(JSON.parse(await text(process.stdin)));
const clock = { now: () => now };
await using records = openPools({ ...access, owner: access.system }, { clock });
const config = readConfig({
  environment: { FENGSUI_SMTP_URL: smtpUrl, FENGSUI_SMTP_FROM: "fengsui@hub.example.org" },
  isRoot: false,
  home: "/nonexistent",
});
await createNotificationsFeature({ records, clock, config }).run(new AbortController().signal);
