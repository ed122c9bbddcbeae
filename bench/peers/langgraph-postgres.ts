import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { langGraph } from "./langgraph.ts";

export const peer = langGraph(async (databaseUrl) => {
  const saver = PostgresSaver.fromConnString(databaseUrl);
  await saver.setup();
  return { saver, close: () => saver.end() };
});
