"use client";
import { useMutation } from "@tanstack/react-query";
import type { Json } from "#server/engine/values/json";
import { readable, type Uncut } from "./model/cut";

/** What is larger than this is only downloaded. */
const MOST_SHOWN = 1_024 * 1_024;

/**
 * A value of which parts may not have come along, and a way to all of it.
 * @param href Where all of it can be had; absent = nowhere.
 */
export function useWhole(given: Json, href: string | undefined) {
  const whole = useMutation({ mutationFn: (_of: Json) => load(href ?? "") });
  // What was loaded is of the value that stood there then: another one has come where it is not the same any more.
  const value = whole.data !== undefined && whole.variables === given ? whole.data.value : given;
  const shown: Uncut = readable(value);
  const missing = shown.cuts.reduce((sum, cut) => sum + cut.bytes, 0);
  return {
    value,
    shown: shown.value,
    isWhole: shown.cuts.length === 0,
    missing,
    /** Absent = there is no more, or too much of it. */
    load: href !== undefined && missing > 0 && missing <= MOST_SHOWN ? () => whole.mutate(given) : undefined,
    isLoading: whole.isPending,
    hasFailed: whole.isError,
  };
}

/** In an object: a value may be `null`, or nothing that a cache would keep. */
async function load(href: string): Promise<{ readonly value: Json }> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${response.status}`);
  return { value: (await response.json()) as Json };
}
