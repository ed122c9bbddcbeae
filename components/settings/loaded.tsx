"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf } from "../providers";
import { ErrorState, SkeletonRows } from "../ui";

type LoadedProps<T> = {
  readonly query: UseQueryResult<T, unknown>;
  /** As in `Sessions could not be read`. */
  readonly noun: string;
  readonly children: (value: T) => ReactNode;
};

/** The value of a query, or what stands in its place until it is there. */
export function Loaded<T>({ query, noun, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return <SkeletonRows rows={4} />;
  return (
    <ErrorState
      title={`${noun} could not be read`}
      message={messageOf(query.error)}
      onRetry={() => void query.refetch()}
    />
  );
}
