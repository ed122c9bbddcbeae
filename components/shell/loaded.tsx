"use client";
import type { ReactNode } from "react";
import { messageOf, requestIdOf } from "../providers";
import { ErrorState } from "../ui";
import { useSkeleton } from "./use-skeleton";

type Asked<Data> = {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
};

type LoadedProps<Data> = {
  readonly query: Asked<Data>;
  /** As in “The runs could not be loaded”. */
  readonly what: string;
  readonly skeleton: ReactNode;
  readonly children: (data: Data) => ReactNode;
};

/** What was asked for, or why it is not there. Data that came before stays on screen while it is asked for again. */
export function Loaded<Data>({ query, what, skeleton, children }: LoadedProps<Data>) {
  const { data, error, refetch } = query;
  const waiting = data === undefined && !error;
  const showSkeleton = useSkeleton(waiting);
  if (showSkeleton) return skeleton;
  if (data !== undefined) return children(data);
  if (!error) return null;
  const requestId = requestIdOf(error);
  return (
    <ErrorState
      title={`${what} could not be loaded`}
      message={messageOf(error)}
      onRetry={() => void refetch()}
      {...(requestId ? { requestId } : {})}
    />
  );
}
