import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { refreshDue } from "./refresh";

const KEY = ["runs"];

it("a list that reads its next page has it, and is asked again after that", async () => {
  const queries = new QueryClient();
  const asked: number[] = [];
  let answer: (() => void) | undefined;
  const list = new InfiniteQueryObserver(queries, {
    queryKey: KEY,
    initialPageParam: 0,
    queryFn: ({ pageParam }) => {
      asked.push(pageParam);
      if (pageParam === 0) return pageParam;
      return new Promise<number>((resolve) => {
        answer = () => resolve(pageParam);
      });
    },
    getNextPageParam: (last) => (last < 1 ? last + 1 : undefined),
  });
  const leave = list.subscribe(() => undefined);
  await expect.poll(() => list.getCurrentResult().data?.pages).toEqual([0]);

  const more = list.fetchNextPage();
  const due = new Map([["runs", KEY]]);
  refreshDue(queries, due);
  expect(due.size).toBe(1);
  answer?.();
  expect((await more).data?.pages).toEqual([0, 1]);

  asked.length = 0;
  refreshDue(queries, due);
  expect(due.size).toBe(0);
  expect(asked[0]).toBe(0);
  leave();
});
