"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "#server/api/root";
import { AT_ONCE, call, NotSent } from "./call";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

type Refusal = TRPCClientError<AppRouter>;

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof TRPCClientError;
}

/** HTTP status of a refusal; `0` when no answer came. */
export function statusOf(error: unknown): number {
  return isRefusal(error) ? (error.data?.httpStatus ?? 0) : 0;
}

/** What the server's log calls the request that failed; `null` when it got no answer. */
export function requestIdOf(error: unknown): string | null {
  return isRefusal(error) ? (error.data?.requestId ?? null) : null;
}

/** One readable line for any error of a call. */
export function messageOf(error: unknown): string {
  if (isRefusal(error) && error.cause instanceof NotSent) return error.cause.message;
  if (statusOf(error) === 0) return "Banyan did not answer. Is it still running?";
  return error instanceof Error ? error.message : "Something went wrong.";
}

/** Messages of a refusal by the field that they belong to. */
export function fieldsOf(error: unknown): Readonly<Record<string, string>> {
  const details = isRefusal(error) ? (error.data?.details ?? []) : [];
  return Object.fromEntries(details.map(({ path, message }) => [path.slice(1), message]));
}

/** Asks again every so often; stops after an error, which stays on screen until someone tries again. */
export function every(ms: number) {
  return (query: { readonly state: { readonly status: string } }): number | false =>
    query.state.status === "error" ? false : ms;
}

/** Leaves for the sign-in page when a call was refused because nobody is signed in. */
export function toSignIn(error: unknown): void {
  if (statusOf(error) === 401 && location.pathname !== "/sign-in") location.assign("/sign-in");
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: toSignIn }),
    defaultOptions: {
      ...AT_ONCE,
      queries: {
        ...AT_ONCE.queries,
        staleTime: 1_000,
        retry: (failures, error) => failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500),
      },
    },
  });
}

/** Calls of one turn that go together: as many as the server takes of a batch, which it otherwise refuses whole. */
const MAX_BATCH = 20;

export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: "/api/trpc", fetch: call, maxURLLength: 2_000, maxItems: MAX_BATCH })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
