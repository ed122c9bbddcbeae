/** A place as a definition names it, between `${` and `}`. */
const read = (path: string) => ["$", "{", path, "}"].join("");

/** Written for the tests, with each type of task that a definition of Conductor may have. */
export const CONDUCTOR_ORDER = {
  name: "order_fulfilment",
  description: "Takes an order to its end",
  version: 3,
  schemaVersion: 2,
  inputParameters: ["order", "priority"],
  timeoutSeconds: 3600,
  failureWorkflow: "order_failed",
  outputParameters: { total: read("sum.output.result"), note: `order ${read("workflow.input.order.id")}` },
  tasks: [
    {
      name: "check_stock",
      taskReferenceName: "check",
      type: "SIMPLE",
      retryCount: 2,
      inputParameters: { id: read("workflow.input.order.id"), by: read("workflow.workflowId") },
    },
    {
      name: "route",
      taskReferenceName: "route",
      type: "SWITCH",
      evaluatorType: "value-param",
      expression: "level",
      inputParameters: { level: read("check.output.level") },
      decisionCases: {
        low: [
          {
            name: "restock",
            taskReferenceName: "restock",
            type: "SUB_WORKFLOW",
            subWorkflowParam: { name: "restock_flow" },
          },
        ],
        none: [
          {
            name: "give_up",
            taskReferenceName: "give_up",
            type: "TERMINATE",
            inputParameters: { terminationStatus: "FAILED", terminationReason: "Sold out" },
          },
        ],
      },
      defaultCase: [],
    },
    {
      name: "both",
      taskReferenceName: "both",
      type: "FORK_JOIN",
      forkTasks: [
        [
          {
            name: "pay",
            taskReferenceName: "pay",
            type: "HTTP",
            optional: true,
            inputParameters: {
              http_request: {
                uri: "https://pay.example.com/charge",
                method: "POST",
                body: { id: read("check.output.id") },
              },
            },
          },
        ],
        [
          {
            name: "cool_off",
            taskReferenceName: "cool_off",
            type: "WAIT",
            inputParameters: { duration: "2 minutes 30 seconds" },
          },
          { name: "sign", taskReferenceName: "sign", type: "HUMAN", inputParameters: {} },
        ],
      ],
    },
    { name: "met", taskReferenceName: "met", type: "JOIN", joinOn: ["pay", "sign"] },
    {
      name: "each",
      taskReferenceName: "each",
      type: "FORK_JOIN_DYNAMIC",
      dynamicForkTasksParam: "tasks",
      dynamicForkTasksInputParamName: "inputs",
      inputParameters: { forkTaskName: "pack", inputs: read("check.output.items") },
    },
    {
      name: "poll",
      taskReferenceName: "poll",
      type: "DO_WHILE",
      loopCondition: "if ($.poll['iteration'] < 5) { true; } else { false; }",
      loopOver: [{ name: "track", taskReferenceName: "track", type: "SIMPLE", inputParameters: {} }],
    },
    {
      name: "sum",
      taskReferenceName: "sum",
      type: "INLINE",
      inputParameters: {
        evaluatorType: "javascript",
        expression: "(function () { return $.a; })();",
        a: read("met.output.pay"),
      },
    },
    {
      name: "shaped",
      taskReferenceName: "shaped",
      type: "JSON_JQ_TRANSFORM",
      inputParameters: { queryExpression: ".a" },
    },
    {
      name: "told",
      taskReferenceName: "told",
      type: "EVENT",
      sink: "kafka:orders",
      inputParameters: { id: "x" },
    },
    { name: "llm", taskReferenceName: "odd", type: "LLM_TEXT_COMPLETE", inputParameters: {} },
  ],
};
