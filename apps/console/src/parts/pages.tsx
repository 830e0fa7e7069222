// SPDX-License-Identifier: Apache-2.0
/** A list that comes page by page, and the button for the next one. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTexts } from "../app/use-texts.ts";

interface PagesOf<Page> {
  readonly key: readonly unknown[];
  /** `after` is what the page before said comes next; undefined for the first. */
  readonly read: (after: string | undefined, signal: AbortSignal) => Promise<Page>;
}

/** The stream says what changed; where it broke, nothing stays unseen for longer than this. */
const AGAIN_MS = 20_000;

export function usePages<Page extends { readonly next: string | null }>({ key, read }: PagesOf<Page>) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam === "" ? undefined : pageParam, signal),
    refetchInterval: AGAIN_MS,
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

interface MoreProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

export function More({ pages }: MoreProps) {
  const { t } = useTexts();
  if (!pages.hasNextPage) return null;
  return (
    <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {t("list.more")}
    </Button>
  );
}
