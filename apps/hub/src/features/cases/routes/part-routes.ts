// SPDX-License-Identifier: Apache-2.0
/** The routes of what a case holds: notes and tasks. */
import {
  CASE_ALERTS_QUERY,
  CASE_NOTE,
  CASE_NOTE_CHANGE,
  CASE_NOTE_VERSIONS,
  CASE_NOTES,
  CASE_TASK,
  CASE_TASK_CHANGE,
  CASE_TASKS,
  NEW_CASE_NOTE,
  NEW_CASE_TASK,
  TASK_QUERY,
} from "@fengsui/contract";
import { z } from "zod";
import { defineRoute, type RouteDefinition, role, sessionOf } from "../../../platform/http/index.ts";
import { idParam } from "../../../platform/http/parameters.ts";
import type { CaseNotes } from "../notes/service.ts";
import type { CaseTasks } from "../tasks/service.ts";

const OF_CASE = z.object({ id: idParam<"case">() });

export function noteRoutes(notes: CaseNotes): RouteDefinition[] {
  const path = "/api/v1/cases/:id/notes";
  const params = OF_CASE.extend({ noteId: idParam<"case-note">() });
  return [
    defineRoute({
      method: "GET",
      path,
      key: "cases:read",
      policy: role("viewer"),
      summary: "The notes of a case and of those merged into it, each in its last version.",
      params: OF_CASE,
      query: CASE_ALERTS_QUERY,
      response: CASE_NOTES,
      handler: async (ctx, { params: { id }, query }) => await notes.list(sessionOf(ctx), id, query),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Write a note, with the time at which what it tells of happened where that is another.",
      status: 201,
      params: OF_CASE,
      body: NEW_CASE_NOTE,
      response: CASE_NOTE,
      handler: async (ctx, { params: { id }, body }) => await notes.add(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "PUT",
      path: `${path}/:noteId`,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Write one's own note anew; what it said before stays.",
      params,
      body: CASE_NOTE_CHANGE,
      response: CASE_NOTE,
      handler: async (ctx, { params: { id, noteId }, body }) =>
        await notes.change(sessionOf(ctx), id, noteId, body),
    }),
    defineRoute({
      method: "GET",
      path: `${path}/:noteId/versions`,
      key: "cases:read",
      policy: role("viewer"),
      summary: "Every version of a note, the newest first.",
      params,
      response: CASE_NOTE_VERSIONS,
      handler: async (ctx, { params: { id, noteId } }) => await notes.versions(sessionOf(ctx), id, noteId),
    }),
  ];
}

export function taskRoutes(tasks: CaseTasks): RouteDefinition[] {
  const path = "/api/v1/cases/:id/tasks";
  return [
    defineRoute({
      method: "GET",
      path: "/api/v1/tasks",
      key: "cases:read",
      policy: role("viewer"),
      summary: "Tasks of all cases that one may see, by when they are due.",
      query: TASK_QUERY,
      response: CASE_TASKS,
      handler: async (ctx, { query }) => await tasks.list(sessionOf(ctx), undefined, query),
    }),
    defineRoute({
      method: "GET",
      path,
      key: "cases:read",
      policy: role("viewer"),
      summary: "The tasks of a case and of those merged into it, by when they are due.",
      params: OF_CASE,
      query: TASK_QUERY,
      response: CASE_TASKS,
      handler: async (ctx, { params: { id }, query }) => await tasks.list(sessionOf(ctx), id, query),
    }),
    defineRoute({
      method: "POST",
      path,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Add a task.",
      status: 201,
      params: OF_CASE,
      body: NEW_CASE_TASK,
      response: CASE_TASK,
      handler: async (ctx, { params: { id }, body }) => await tasks.add(sessionOf(ctx), id, body),
    }),
    defineRoute({
      method: "PATCH",
      path: `${path}/:taskId`,
      key: "cases:write",
      policy: role("analyst"),
      summary: "Change a task, give it to somebody, say that it is done.",
      params: OF_CASE.extend({ taskId: idParam<"case-task">() }),
      body: CASE_TASK_CHANGE,
      response: CASE_TASK,
      handler: async (ctx, { params: { id, taskId }, body }) =>
        await tasks.change(sessionOf(ctx), id, taskId, body),
    }),
  ];
}
