// SPDX-License-Identifier: Apache-2.0
/** The door of a provider of OpenID Connect to test with. */
export { browseThere, signOutThere } from "./browse.ts";
export {
  aPersonThere,
  asPage,
  enter,
  entered,
  type ProvidedHub,
  propose,
  setOut,
  startProvidedHub,
} from "./provided-hub.ts";
export { type PersonThere, startTestProvider, type TestProvider, type Token } from "./test-provider.ts";
