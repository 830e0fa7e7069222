// SPDX-License-Identifier: Apache-2.0
/** A file on its way to the hub, with how far it is. `fetch` does not say that of what it sends. */
import { type EvidenceOf, HubProblem, problemOf } from "@fengsui/client";
import { EVIDENCE, type Evidence } from "@fengsui/contract";
import { hub } from "../../app/hub.ts";

export interface Upload {
  readonly of: EvidenceOf;
  readonly file: File;
  readonly description: string;
  readonly csrfToken: string;
  /** Of the file's bytes, from 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

const NAMED_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

export async function uploadEvidence(wanted: Upload): Promise<Evidence> {
  const { of, file, description } = wanted;
  const address = hub.evidence.uploadAddress(of, {
    name: file.name.slice(0, 300),
    ...(NAMED_TYPE.test(file.type) && { mediaType: file.type }),
    ...(description !== "" && { description }),
  });
  const { status, text } = await send(address, wanted);
  if (status !== 201) throw await problemOf(new Response(text, { status }));
  const parsed = EVIDENCE.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new HubProblem("not_understood", address, { status, cause: parsed.error });
}

function send(
  address: string,
  { file, csrfToken, onProgress, signal }: Upload,
): Promise<{ readonly status: number; readonly text: string }> {
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
