// SPDX-License-Identifier: Apache-2.0
/**
 * What is new, to those who may know: each piece is of an organisation and goes to its members' open streams. A piece
 * says that something changed and where to look; what it is, the reader asks through the ordinary routes, with their
 * ordinary rule of who sees what.
 */
import type { Id } from "../ids.ts";
import type { OrganisationId } from "../records/index.ts";
import { EventStream } from "./answer.ts";
import { type RequestContext, sessionOf } from "./context.ts";
import { SESSION } from "./policy.ts";
import { defineRoute, type RouteDefinition } from "./route.ts";

export interface News {
  readonly organisationId: OrganisationId;
  /** Dotted words: `alert.changed`. */
  readonly event: string;
  readonly data: Readonly<Record<string, string | number | boolean | Id<string>>>;
}

type Listener = (news: News) => void;

export class LiveFeed {
  readonly #listeners = new Set<Listener>();

  publish(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** The stream of one reader. */
  open(ctx: RequestContext): EventStream {
    const mine = new Set(sessionOf(ctx).organisations.map(({ id }) => id));
    return new EventStream((send) => {
      const listener: Listener = ({ organisationId, event, data }) => {
        if (mine.has(organisationId)) send({ event, data: { organisationId, ...data } });
      };
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    });
  }
}

export function liveRoutes(feed: LiveFeed): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/stream",
      policy: SESSION,
      summary: "What changes from now on, as server-sent events.",
      handler: async (ctx) => feed.open(ctx),
    }),
  ];
}
