import {
  treeAtInput,
  treeDigestsInput,
  treeInput,
  treeSearchInput,
  treeSpansInput,
} from "../../services/inputs.ts";
import { treeAgents } from "../../services/tree/agents.ts";
import { treeDigests } from "../../services/tree/digests.ts";
import { treeHistory } from "../../services/tree/history.ts";
import { pastSnapshot } from "../../services/tree/past-snapshot.ts";
import { searchTree } from "../../services/tree/search.ts";
import { treeSnapshot } from "../../services/tree/snapshot.ts";
import { treeSpans } from "../../services/tree/spans.ts";
import { procedure, router } from "../trpc.ts";

export const treesRouter = router({
  snapshot: procedure
    .input(treeInput)
    .query(({ ctx, input }) => treeSnapshot(ctx.services, ctx.caller, input)),
  /** As it was at an instant. */
  past: procedure.input(treeAtInput).query(({ ctx, input }) => pastSnapshot(ctx.services, ctx.caller, input)),
  history: procedure.input(treeInput).query(({ ctx, input }) => treeHistory(ctx.services, ctx.caller, input)),
  spans: procedure
    .input(treeSpansInput)
    .query(({ ctx, input }) => treeSpans(ctx.services, ctx.caller, input)),
  digests: procedure
    .input(treeDigestsInput)
    .query(({ ctx, input }) => treeDigests(ctx.services, ctx.caller, input)),
  search: procedure
    .input(treeSearchInput)
    .query(({ ctx, input }) => searchTree(ctx.services, ctx.caller, input)),
  agents: procedure.input(treeInput).query(({ ctx, input }) => treeAgents(ctx.services, ctx.caller, input)),
});
