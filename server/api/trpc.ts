import { initTRPC } from "@trpc/server";
import { authorize } from "../services/authorize.ts";
import type { Services } from "../services/context.ts";
import { ServiceError } from "../services/errors.ts";
import { findUnsafeJson } from "../services/json-guard.ts";
import { PROCEDURES } from "../services/permissions/faces.ts";
import type { Caller } from "../services/types.ts";
import { refuse, toTrpcError, visibleShape } from "./errors.ts";

/** What each request brings. `caller` is made by `server/auth`, never from what the request declares. */
type ApiContext = {
  readonly services: Services;
  readonly caller: Caller | null;
  readonly signOut: () => Promise<void>;
  readonly requestId: string;
};

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error, ctx }) => visibleShape(shape, error, ctx?.requestId ?? null),
});

/** Every procedure needs a caller and an entry in the table of permissions; its service asks again. */
export const procedure = t.procedure.use(async ({ ctx, path, next, getRawInput }) => {
  const { caller } = ctx;
  if (!caller) throw refuse(new ServiceError("UNAUTHENTICATED", "Sign in first."));
  permit(caller, path);
  const unsafe = findUnsafeJson(await getRawInput());
  if (unsafe) throw refuse(new ServiceError("VALIDATION", unsafe.message, [unsafe]));
  const result = await next({ ctx: { ...ctx, caller } });
  if (!result.ok) throw toTrpcError(result.error, ctx.services.log, ctx.requestId);
  return result;
});
export const router = t.router;

function permit(caller: Caller, path: string): void {
  const action = PROCEDURES[path];
  if (action === undefined) {
    throw refuse(
      new ServiceError(
        "FORBIDDEN",
        `The procedure ${path} takes no action. Give it one in server/services/permissions/faces.ts.`,
      ),
    );
  }
  try {
    authorize(caller, action);
  } catch (error) {
    if (error instanceof ServiceError) throw refuse(error);
    throw error;
  }
}
