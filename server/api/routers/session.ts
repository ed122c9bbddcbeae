import { procedure, router } from "../trpc.ts";

export const sessionRouter = router({
  current: procedure.query(({ ctx }) => ({ name: ctx.caller.actor.name, role: ctx.caller.role })),
  signOut: procedure.mutation(async ({ ctx }) => {
    await ctx.signOut();
    return { signedOut: true };
  }),
});
