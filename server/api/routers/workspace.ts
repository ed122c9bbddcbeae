import { workspaceSnapshot } from "../../services/workspace/snapshot.ts";
import { procedure, router } from "../trpc.ts";

export const workspaceRouter = router({
  snapshot: procedure.query(({ ctx }) => workspaceSnapshot(ctx.services, ctx.caller)),
});
