// SPDX-License-Identifier: Apache-2.0
/** Why a delivery went so: the hub's sentence in the language of the reader, and after it what others said. */
import { DELIVERY_REASONS, type DeliveryReason } from "@fengsui/contract";
import type { TextKey } from "../../../app/texts.ts";

const TEXTS: Readonly<Record<DeliveryReason, TextKey>> = {
  noMailServer: "delivery.reason.noMailServer",
  noAccount: "delivery.reason.noAccount",
  nothingLeft: "delivery.reason.nothingLeft",
  interrupted: "delivery.reason.interrupted",
  webhookOff: "delivery.reason.webhookOff",
  mailTaken: "delivery.reason.mailTaken",
  mailLogin: "delivery.reason.mailLogin",
  mailTls: "delivery.reason.mailTls",
  mailUnreachable: "delivery.reason.mailUnreachable",
  mailRefused: "delivery.reason.mailRefused",
  mailLater: "delivery.reason.mailLater",
  receiverAnswered: "delivery.reason.receiverAnswered",
  receiverGone: "delivery.reason.receiverGone",
  receiverSilent: "delivery.reason.receiverSilent",
  receiverUnreachable: "delivery.reason.receiverUnreachable",
};

const REASON_TEXT: ReadonlyMap<string, TextKey> = new Map(Object.entries(TEXTS));

/** The longest first: one is how another begins. */
const SENTENCES = Object.entries(DELIVERY_REASONS).toSorted(
  ([, one], [, other]) => other.length - one.length,
);

/** Without a text where it is none of the hub's sentences. */
export function readReason(reason: string): { readonly text?: TextKey; readonly rest: string } {
  const [name, sentence] = SENTENCES.find(([, begin]) => reason.startsWith(begin)) ?? [];
  if (name === undefined || sentence === undefined) return { rest: reason };
  const text = REASON_TEXT.get(name);
  const rest = reason.slice(sentence.length).replace(/^:?\s*/, "");
  return { ...(text !== undefined && { text }), rest };
}
