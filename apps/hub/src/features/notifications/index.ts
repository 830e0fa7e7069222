// SPDX-License-Identifier: Apache-2.0
/**
 * The door of notifications. It owns what people want to hear of, what they are told, and the mails and calls of
 * webhooks that carry it. What happened it takes from the outbox, where the slices that know of it announce it; the
 * records themselves it only names, and reads under the policies of who is told.
 */
import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import { type Config, publicUrlOf } from "../../platform/config/index.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Nudge, type Worker } from "../../platform/jobs/index.ts";
import { mailServerOf } from "../../platform/mail/index.ts";
import { reachOf } from "../../platform/reach/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { type DeliverParts, deliverDue } from "./deliveries/run.ts";
import { Deliveries } from "./deliveries/service.ts";
import { forgetOld } from "./forget.ts";
import { Inbox } from "./inbox/service.ts";
import { takeAnnounced } from "./intake/take.ts";
import { linksFrom } from "./links.ts";
import { mailCarrier } from "./mail/carrier.ts";
import { Preferences } from "./preferences/service.ts";
import { notificationRoutes } from "./routes.ts";
import { webhookCarrier } from "./webhooks/carrier.ts";
import { Webhooks } from "./webhooks/service.ts";

export interface NotificationsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly config: Pick<Config, "listen" | "tls" | "publicUrl" | "smtpUrl" | "smtpFrom" | "webhookNetworks">;
}

export interface NotificationsFeature {
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
  /** For the role `worker`. */
  readonly workers: readonly Worker[];
  /** What has its jobs done before their time. */
  readonly nudges: readonly Nudge[];
  /** What the job does: takes what was announced, and sends what is due. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const NOTIFY = defineJob({ name: "notifications.run", payload: z.object({}), isAlone: true });
const FORGET = defineJob({ name: "notifications.forget", payload: z.object({}), isAlone: true });

export function createNotificationsFeature({
  records,
  clock,
  config,
}: NotificationsParts): NotificationsFeature {
  const server = mailServerOf(config);
  const hasMail = server !== undefined;
  const links = linksFrom(publicUrlOf(config));
  const reach = reachOf({
    networks: config.webhookNetworks,
    variable: "FENGSUI_WEBHOOK_NETWORKS",
    plain: "named",
  });
  const deliver: DeliverParts = {
    records,
    carriers: {
      mail: mailCarrier({ records, server, links }),
      webhook: webhookCarrier({ records, reach, links }),
    },
  };
  const run = async (signal: AbortSignal) => {
    await takeAnnounced({ records, clock, hasMail }, signal);
    await deliverDue(deliver, signal);
  };
  return {
    routes: notificationRoutes({
      inbox: new Inbox(records),
      preferences: new Preferences({ records, clock, hasMail }),
      deliveries: new Deliveries(records),
      webhooks: new Webhooks({ records, clock, reach }),
    }),
    workers: [
      defineScheduledWorker(NOTIFY, "* * * * *", (_payload, signal) => run(signal)),
      defineScheduledWorker(FORGET, "17 3 * * *", () => forgetOld(records)),
    ],
    nudges: [
      {
        topics: [
          "alert.raised",
          "alert.changed",
          "case.changed",
          "order.changed",
          "retrospection.changed",
          "notification.changed",
          "organisation.changed",
        ],
        job: NOTIFY,
      },
    ],
    run,
  };
}
