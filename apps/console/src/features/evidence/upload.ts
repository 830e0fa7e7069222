// SPDX-License-Identifier: Apache-2.0
/** A file as evidence on its way to the hub. */
import type { EvidenceOf } from "@fengsui/client";
import { EVIDENCE, type Evidence } from "@fengsui/contract";
import { hub } from "../../app/hub.ts";
import { type Sending, sendFile } from "../../parts/send-file.ts";

export interface Upload extends Sending {
  readonly of: EvidenceOf;
  readonly file: File;
  readonly description: string;
}

const NAMED_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

export async function uploadEvidence({ of, file, description, ...sending }: Upload): Promise<Evidence> {
  const address = hub.evidence.uploadAddress(of, {
    name: file.name.slice(0, 300),
    ...(NAMED_TYPE.test(file.type) && { mediaType: file.type }),
    ...(description !== "" && { description }),
  });
  return await sendFile({ ...sending, address, file, answer: EVIDENCE });
}
