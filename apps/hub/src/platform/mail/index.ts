// SPDX-License-Identifier: Apache-2.0
/** The door of mail: the server of the configuration, and what becomes of what is given to it. */
export {
  failureOf,
  isLoopback,
  type MailFailure,
  type MailOutcome,
  type MailServer,
  mailServerOf,
} from "./mail-server.ts";
