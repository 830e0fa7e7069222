// SPDX-License-Identifier: Apache-2.0
/** The routes of search: events, their histogram, values of their fields, and all of them as a file. */
import {
  EVENT,
  EVENT_AT,
  EVENT_QUERY,
  EVENTS_PAGE,
  EXPORT_QUERY,
  HISTOGRAM,
  HISTOGRAM_QUERY,
  VALUES,
  VALUES_QUERY,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { EventExporter } from "./export.ts";
import type { EventSearcher } from "./service.ts";

const PATH = "/api/v1/events";

export function searchRoutes(searcher: EventSearcher, exporter: EventExporter): RouteDefinition[] {
  return [...eventRoutes(searcher, exporter), ...figureRoutes(searcher)];
}

function eventRoutes(searcher: EventSearcher, exporter: EventExporter): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: PATH,
      key: "events:read",
      policy: role("viewer"),
      summary: "Search in events, the newest first.",
      query: EVENT_QUERY,
      response: EVENTS_PAGE,
      handler: async (ctx, { query }) => await searcher.search(sessionOf(ctx), query, ctx.signal),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/export`,
      key: "events:read",
      policy: role("viewer"),
      summary: "The events that a search finds as lines of JSON or CSV, the newest first, up to a limit.",
      query: EXPORT_QUERY,
      response: z.never(),
      handler: async (ctx, { query }) => await exporter.export(sessionOf(ctx), query, ctx.signal),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/:id`,
      key: "events:read",
      policy: role("viewer"),
      summary: "One event, all of it.",
      params: z.object({ id: idParam<"event">() }),
      query: EVENT_AT,
      response: EVENT,
      handler: async (ctx, { params: { id }, query: { time } }) =>
        await searcher.event(sessionOf(ctx), { id, time: new Date(time) }),
    }),
  ];
}

function figureRoutes(searcher: EventSearcher): RouteDefinition[] {
  return [
    defineRoute({
      method: "GET",
      path: `${PATH}/histogram`,
      key: "events:read",
      policy: role("viewer"),
      summary: "How many events a search finds, by time.",
      query: HISTOGRAM_QUERY,
      response: HISTOGRAM,
      handler: async (ctx, { query: { intervalMs, ...filter } }) =>
        await searcher.histogram(sessionOf(ctx), filter, { intervalMs, signal: ctx.signal }),
    }),
    defineRoute({
      method: "GET",
      path: `${PATH}/values`,
      key: "events:read",
      policy: role("viewer"),
      summary: "Which values a field has in the events that a search finds, and how often.",
      query: VALUES_QUERY,
      response: VALUES,
      handler: async (ctx, { query: { name, ...filter } }) =>
        await searcher.values(sessionOf(ctx), filter, { name, signal: ctx.signal }),
    }),
  ];
}
