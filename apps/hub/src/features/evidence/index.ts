// SPDX-License-Identifier: Apache-2.0
/**
 * The door of evidence. It owns content, stored once by its hash, and the chain of custody. What a piece of evidence is
 * of, a case or an order, decides who sees it and who may add to it: that is for their slices.
 */
export { evidenceRoutes } from "./routes.ts";
export {
  addEvidence,
  type EvidenceParts,
  EvidenceRoom,
  listEvidence,
  moveEvidence,
  type NewEvidenceRow,
} from "./service.ts";
