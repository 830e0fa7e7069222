// SPDX-License-Identifier: Apache-2.0
/**
 * Gives the memory of a large buffer back at once. The collector sees of its megabytes only a small object, and lets
 * it lie. Whoever still holds the buffer, or a part of it, has an empty one from then on.
 */
export function releaseMemory({ buffer, byteLength }: Buffer): void {
  // One that shares its memory with others is left alone.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
