// SPDX-License-Identifier: Apache-2.0
/**
 * Why a delivery went as it did, as the hub says it. What others said follows after it; so a reader in another language
 * knows each by how it begins.
 */
export const DELIVERY_REASONS = {
  noMailServer: "the hub has no mail server (FENGSUI_SMTP_URL)",
  noAccount: "the person has no account any more",
  nothingLeft: "nothing that it would tell of may be told any more",
  interrupted: "the hub ended while it was being sent: it may have arrived",
  webhookOff: "the webhook was removed or switched off",
  mailTaken: "the mail server took it",
  mailLogin: "the mail server does not take the user and password",
  mailTls: "no TLS with the mail server",
  mailUnreachable: "the mail server cannot be reached",
  mailRefused: "the mail server refuses it",
  mailLater: "the mail server does not take it now",
  receiverAnswered: "the receiver answered",
  receiverGone: "the receiver answered 410: it wants nothing any more, and the webhook was switched off",
  receiverSilent: "the receiver did not answer within",
  receiverUnreachable: "the receiver cannot be reached",
} as const;
export type DeliveryReason = keyof typeof DELIVERY_REASONS;
