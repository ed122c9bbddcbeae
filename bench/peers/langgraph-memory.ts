import { MemorySaver } from "@langchain/langgraph";
import { langGraph } from "./langgraph.ts";

export const peer = langGraph(async () => ({ saver: new MemorySaver(), close: async () => undefined }));
