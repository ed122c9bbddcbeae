"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, type TRPCClient } from "@trpc/client";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { AppRouter } from "#server/api/root";
import type { SharedRouter } from "#server/api/shared/router";
import { statusOf, TRPCProvider } from "./api";
import { AT_ONCE, call } from "./call";

const SharedContext = createContext<TRPCClient<SharedRouter> | null>(null);

const MAX_BATCH = 10;

/**
 * The server as it is behind a link to one tree. Parts that ask the application for that tree work below it as they are;
 * whatever else they ask for is not there.
 */
export function SharedApiProvider({
  token,
  children,
}: {
  readonly token: string;
  readonly children: ReactNode;
}) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { ...AT_ONCE, queries: { ...AT_ONCE.queries, retry: again } },
      }),
  );
  const [client] = useState(() =>
    createTRPCClient<SharedRouter>({
      links: [
        httpBatchLink({
          url: "/api/shared/trpc",
          fetch: call,
          maxURLLength: 2_000,
          maxItems: MAX_BATCH,
          headers: { "x-banyan-share": token },
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client as unknown as TRPCClient<AppRouter>} queryClient={queries}>
        <SharedContext value={client}>{children}</SharedContext>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function again(failures: number, error: unknown): boolean {
  return failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500);
}

/** What only the page behind a link asks. */
export function useSharedClient(): TRPCClient<SharedRouter> {
  const client = useContext(SharedContext);
  if (!client) throw new Error("A shared page needs a SharedApiProvider above it.");
  return client;
}
