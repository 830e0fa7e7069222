// SPDX-License-Identifier: Apache-2.0
/** A proof that is given in another window of the same browser, such as at a provider: that one tells this one. */
const CHANNEL = "fengsui.proof";

export function tellProved(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("given");
  channel.close();
}

/** Until what is returned is called. */
export function whenProved(act: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = act;
  return () => channel.close();
}
