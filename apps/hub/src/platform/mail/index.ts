// SPDX-License-Identifier: Apache-2.0
/** The door of mail: the server of the configuration, and what becomes of what is given to it. */
export { type LetterLink, type LetterParts, oneLine, renderLetter } from "./letter.ts";
export {
  failureOf,
  isLoopback,
  type MailFailure,
  type MailOutcome,
  type MailServer,
  mailServerOf,
} from "./mail-server.ts";
