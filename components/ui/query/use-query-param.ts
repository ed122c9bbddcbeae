"use client";
import { useMemo } from "react";
import { changeAddress } from "../address";
import { useAddress } from "../use-address";
import { parseQuery } from "./model/parse";
import { printQuery } from "./model/print";
import type { Query, QueryField } from "./model/query";

/** The query of a list as it stands in the URL: the same text, the same terms, for whoever opens the link. */
export function useQueryParam(fields: readonly QueryField[], name = "q") {
  const text = useAddress().get(name) ?? "";
  const parsed = useMemo(() => parseQuery(text, fields), [text, fields]);
  const setText = (next: string) => {
    changeAddress({ [name]: next.trim() });
  };
  return { text, ...parsed, setText, setQuery: (query: Query) => setText(printQuery(query)) };
}
