// SPDX-License-Identifier: Apache-2.0
/** Whether this hub shows the demo; what is shown then is loaded then. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { PlainSearch } from "./address.ts";
import { hub } from "./hub.ts";
import { loadTexts } from "./texts.ts";

const PLAYS_ON_MS = 5_000;

const demoQuery = queryOptions({
  queryKey: ["demo"],
  queryFn: ({ signal }) => hub.demo(signal),
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: ({ state: { data } }) => (data?.isStoryOver === false ? PLAYS_ON_MS : false),
});

const Banner = lazy(async () => {
  await loadTexts("tour");
  const { DemoBanner } = await import("../features/tour/demo-banner.tsx");
  return { default: DemoBanner };
});

export function Demo({ onSignOut }: { readonly onSignOut: (search: PlainSearch) => Promise<void> }) {
  const { data } = useQuery(demoQuery);
  if (data === undefined || data === null) return null;
  return (
    <Suspense>
      <Banner demo={data} onSignOut={onSignOut} />
    </Suspense>
  );
}
