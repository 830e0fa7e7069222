// SPDX-License-Identifier: Apache-2.0
/**
 * The door of live updates. A feature says what changed with `tell`, in the transaction of the change; every process
 * that serves people hears it from the database and passes it on to the open streams of those who may see it.
 */
export { LiveFeed, type LiveFeedParts } from "./live-feed.ts";
export { type News, tell } from "./news.ts";
export { NewsListener, type NewsListenerParts } from "./news-listener.ts";
export { liveRoutes } from "./routes.ts";
export { type LiveScope, readScope } from "./scope.ts";
