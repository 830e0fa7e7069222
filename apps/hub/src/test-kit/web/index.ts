// SPDX-License-Identifier: Apache-2.0
/** The door of what tests through HTTP stand on. */
export { aKey, aKeyWithId } from "./a-key.ts";
export { Browser, problemOf } from "./browser.ts";
export {
  anEquippedOrganisation,
  deliver,
  type EquippedOrganisation,
  sysmon,
  uploadRule,
  WHOAMI_RULE,
} from "./equipped-organisation.ts";
export { LiveStream, type StreamedEvent } from "./live-stream.ts";
export { aSignedInPerson, startTestHub, type TestHub, type TestHubOptions } from "./test-hub.ts";
export {
  ANALYST_TOKEN,
  OPERATOR_TOKEN,
  startTestServer,
  type TestServer,
  VIEWER_TOKEN,
} from "./test-server.ts";
export {
  aColleague,
  anAlertOn,
  aWatchedOrganisation,
  deliverEvents,
  type HostEvent,
  type WatchedOrganisation,
} from "./watched-organisation.ts";
