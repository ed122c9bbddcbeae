/** Written for the tests: an agent with tools that goes round, and a graph inside a node. */
export const LANGGRAPH_AGENT = {
  nodes: [
    { id: "__start__", type: "schema", data: "__start__" },
    { id: "agent", type: "runnable", data: { id: ["langgraph", "utils"], name: "call_model" } },
    { id: "tools", type: "runnable", data: { id: ["langgraph", "prebuilt"], name: "tools" } },
    { id: "review:read", type: "runnable", data: { name: "read" } },
    { id: "review:judge", type: "runnable", data: { name: "judge" } },
    { id: "__end__", type: "schema", data: "__end__" },
  ],
  edges: [
    { source: "__start__", target: "agent" },
    { source: "agent", target: "tools", conditional: true, data: "continue" },
    { source: "agent", target: "review:read", conditional: true, data: "finish" },
    { source: "tools", target: "agent" },
    { source: "review:read", target: "review:judge" },
    { source: "review:judge", target: "__end__" },
  ],
};
