// SPDX-License-Identifier: Apache-2.0
/** The door of what tests of notifications send to. */

export { aNotifiedWorld, type NotifiedWorld, only, signedInAs } from "./notified-world.ts";
export { openPostOffice, type PostOffice, type ReceivedMail } from "./post-office.ts";
export { openReceiver, type ReceivedCall, type Receiver } from "./receiver.ts";
