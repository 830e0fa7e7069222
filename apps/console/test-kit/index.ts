// SPDX-License-Identifier: Apache-2.0
/** The door of the console, for tests: a browser, a page in it, and a look at the page for barriers and as a picture. */
export { openBrowser, whyNoBrowser } from "./browser.ts";
export { picture } from "./picture.ts";
export { type OpenPage, openPageIn, type Visit } from "./visit.ts";
