"use client";
import { useMemo } from "react";
import type { ListRunsQuery } from "#server/services/inputs";
import { changeAddress, useAddress, useZone } from "../ui";
import {
  type ColumnChoice,
  parseColumns,
  parseSort,
  printColumns,
  printSort,
  type Sort,
} from "../ui/data-table";
import { parseQuery, printQuery, type QueryField } from "../ui/query";
import { filterOf, filterOfLink, LINK_PARAMS, queryOf, type RunsFilter } from "./model/runs-query";
import { RUN_COLUMNS, SORTS } from "./runs-columns";

export type RunsAsked = RunsFilter & Pick<ListRunsQuery, "sort" | "order" | "children">;

/** What the list shows, as it stands in the URL: whoever opens the link sees the same. */
export function useRunsView(fields: readonly QueryField[]) {
  const params = useAddress();
  const { zone } = useZone();
  const key = params.toString();
  return useMemo(() => {
    const given = new URLSearchParams(key);
    const linked = printQuery(queryOf(filterOfLink(given)));
    const text = [given.get("q") ?? "", linked].filter(Boolean).join(" ");
    const { query } = parseQuery(text, fields);
    const sort = parseSort(given.get("sort") ?? "", SORTS);
    const children = given.get("children") === "1";
    const asked: RunsAsked = {
      ...filterOf(query, zone),
      ...(sort ? { sort: sort.column as NonNullable<ListRunsQuery["sort"]>, order: sort.order } : {}),
      ...(children ? { children } : {}),
    };
    return {
      text,
      query,
      asked,
      sort,
      children,
      choice: parseColumns(given.get("cols") ?? "", RUN_COLUMNS),
    };
  }, [key, fields, zone]);
}

type ViewChange = {
  readonly text?: string;
  readonly sort?: Sort | null;
  readonly children?: boolean;
  readonly choice?: ColumnChoice;
};

/** Typing replaces the place in the history: going back leads to the page before, not to the letter before. */
export function changeView({ text, sort, children, choice }: ViewChange): void {
  const fresh = text === undefined ? [] : LINK_PARAMS.map((name) => [name, null] as const);
  changeAddress({
    ...Object.fromEntries(fresh),
    q: text?.trim(),
    sort: sort === undefined ? undefined : printSort(sort),
    children: children === undefined ? undefined : children ? 1 : null,
    cols: choice === undefined ? undefined : printColumns(choice),
  });
}
