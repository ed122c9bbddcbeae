import { secretInput, secretNameInput } from "../../services/inputs-agents.ts";
import { createSecret } from "../../services/secret/create.ts";
import { listSecrets } from "../../services/secret/list.ts";
import { removeSecret } from "../../services/secret/remove.ts";
import { rotateKey } from "../../services/secret/rotate-key.ts";
import { procedure, router } from "../trpc.ts";

export const secretsRouter = router({
  list: procedure.query(({ ctx }) => listSecrets(ctx.services, ctx.caller)),
  create: procedure
    .input(secretInput)
    .mutation(({ ctx, input }) => createSecret(ctx.services, ctx.caller, input)),
  remove: procedure
    .input(secretNameInput)
    .mutation(({ ctx, input }) => removeSecret(ctx.services, ctx.caller, input)),
  rotateKey: procedure.mutation(({ ctx }) => rotateKey(ctx.services, ctx.caller)),
});
