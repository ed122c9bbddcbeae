/** A durable engine or queue that `npm run bench -- --peers` measures. */
export type PeerEntry = {
  /** File of its adapter in `bench/peers`, and of its database. */
  readonly id: string;
  readonly name: string;
  /** The package whose version names it. */
  readonly module: string;
  /** What is on the disk for a step before the next one begins. */
  readonly stores: string;
};

export const PEERS: readonly PeerEntry[] = [
  {
    id: "dbos",
    name: "DBOS",
    module: "@dbos-inc/dbos-sdk",
    stores: "one row a step, committed before the next begins; a status row a run",
  },
  {
    id: "restate",
    name: "Restate",
    module: "@restatedev/restate-server",
    stores: "one journal entry a step in its own log (fsync on), acknowledged before the next begins",
  },
  {
    id: "langgraph-postgres",
    name: "LangGraph, PostgreSQL",
    module: "@langchain/langgraph",
    stores: "a checkpoint and its writes a superstep, committed before the next begins (durability: sync)",
  },
  {
    id: "langgraph-memory",
    name: "LangGraph, MemorySaver",
    module: "@langchain/langgraph",
    stores: "nothing: memory only",
  },
  {
    id: "mastra",
    name: "Mastra, PostgreSQL",
    module: "@mastra/core",
    stores: "the snapshot of the whole run, written again at each step and committed before the next begins",
  },
  {
    id: "graphile-worker",
    name: "graphile-worker",
    module: "graphile-worker",
    stores:
      "a job row a step, deleted when done; no results and no join (both in memory here, which flatters it)",
  },
  {
    id: "pg-boss",
    name: "pg-boss",
    module: "pg-boss",
    stores: "a job row a step, kept; no results and no join (both in memory here, which flatters it)",
  },
  {
    id: "bullmq",
    name: "BullMQ",
    module: "bullmq",
    stores: "a job a step in Redis, whose log reaches the disk once a second; order and join in memory here",
  },
];
