// SPDX-License-Identifier: Apache-2.0
/** A file on its way to the hub, with how far it is. `fetch` does not say that of what it sends. */
import { HubProblem, problemOf } from "@fengsui/client";
import type { z } from "zod";

export interface Sending {
  readonly csrfToken: string;
  /** Of the file's bytes, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

interface FileToSend<Answer> extends Sending {
  readonly address: string;
  readonly file: Blob;
  readonly answer: z.ZodType<Answer>;
}

export async function sendFile<Answer>(wanted: FileToSend<Answer>): Promise<Answer> {
  const { status, text } = await send(wanted);
  if (status < 200 || status > 299) throw await problemOf(new Response(text, { status }));
  const parsed = wanted.answer.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new HubProblem("not_understood", wanted.address, { status, cause: parsed.error });
}

function send(
  wanted: Omit<FileToSend<unknown>, "answer">,
): Promise<{ readonly status: number; readonly text: string }> {
  const { address, file, csrfToken, onProgress, signal } = wanted;
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-csrf-token", csrfToken);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total === 0 ? 1 : loaded / total),
    );
    request.addEventListener("load", () => done({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => fail(new HubProblem("unreachable", "no answer")));
    request.addEventListener("abort", () => fail(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
