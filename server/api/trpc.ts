import { initTRPC, TRPCError } from "@trpc/server";
import type { Services } from "../services/context.ts";
import type { Caller } from "../services/types.ts";
import { toTrpcError, visibleShape } from "./errors.ts";

/** What each request brings. `caller` is made by `server/auth`, never from what the request declares. */
export type ApiContext = {
  readonly services: Services;
  readonly caller: Caller | null;
  readonly signOut: () => Promise<void>;
};

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => visibleShape(shape, error),
});

/** Every procedure needs a caller; what the caller's role allows is the service's to decide. */
export const procedure = t.procedure.use(async ({ ctx, next }) => {
  const { caller } = ctx;
  if (!caller) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  const result = await next({ ctx: { ...ctx, caller } });
  if (!result.ok) throw toTrpcError(result.error, ctx.services.log);
  return result;
});
export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
