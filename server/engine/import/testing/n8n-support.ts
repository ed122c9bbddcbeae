/** One below the other, unless a place is given. */
let down = 0;
const node = (name: string, type: string, more: object = {}) => ({
  id: name.toLowerCase().replaceAll(" ", "-"),
  name,
  type,
  typeVersion: 1,
  position: [240, 160 * down++],
  parameters: {},
  ...more,
});
const to = (...names: string[]) => names.map((name) => ({ node: name, type: "main", index: 0 }));

/** Written for the tests, with the nodes that most workflows of n8n have. */
export const N8N_SUPPORT = {
  name: "Support triage",
  nodes: [
    node("When asked", "n8n-nodes-base.webhook", { position: [0, 160] }),
    node("Fetch ticket", "n8n-nodes-base.httpRequest", {
      parameters: {
        url: "=https://desk.example.com/tickets/{{ $json.id }}",
        method: "GET",
        headerParameters: { parameters: [{ name: "accept", value: "application/json" }] },
      },
      retryOnFail: true,
      maxTries: 4,
      credentials: { deskApi: { id: "7", name: "Desk" } },
    }),
    node("Is urgent", "n8n-nodes-base.if", {
      parameters: {
        conditions: {
          combinator: "and",
          conditions: [
            {
              leftValue: "={{ $json.priority }}",
              rightValue: "high",
              operator: { type: "string", operation: "equals" },
            },
            {
              leftValue: "={{ $('Fetch ticket').item.json.age }}",
              rightValue: 3,
              operator: { type: "number", operation: "gt" },
            },
          ],
        },
      },
    }),
    node("Answer", "@n8n/n8n-nodes-langchain.agent", {
      parameters: { text: "=Answer this: {{ $json.text }}" },
    }),
    node("Model", "@n8n/n8n-nodes-langchain.lmChatOpenAi"),
    node("Later", "n8n-nodes-base.wait", { parameters: { amount: 2, unit: "hours" } }),
    node("Both", "n8n-nodes-base.merge"),
    node("Tidy", "n8n-nodes-base.set", {
      parameters: {
        assignments: { assignments: [{ name: "when", value: "={{ $now.toISO() }}", type: "string" }] },
      },
    }),
    node("Escalate", "n8n-nodes-base.executeWorkflow", {
      parameters: { workflowId: { value: "42", cachedResultName: "Escalate it" } },
    }),
    node("Post", "n8n-nodes-base.slack", {
      parameters: { channel: "#support" },
      onError: "continueRegularOutput",
    }),
    node("Old way", "n8n-nodes-base.code", { disabled: true, parameters: { jsCode: "return items" } }),
    node("Why", "n8n-nodes-base.stickyNote", {
      position: [-20, -200],
      parameters: { content: "## Why", width: 420, color: 4 },
    }),
  ],
  connections: {
    "When asked": { main: [to("Fetch ticket")] },
    "Fetch ticket": { main: [to("Is urgent")] },
    "Is urgent": { main: [to("Answer"), to("Later")] },
    Model: { ai_languageModel: [[{ node: "Answer", type: "ai_languageModel", index: 0 }]] },
    Answer: { main: [to("Both")] },
    Later: { main: [to("Both", "Fetch ticket")] },
    Both: { main: [to("Tidy")] },
    Tidy: { main: [to("Escalate")] },
    Escalate: { main: [to("Post")] },
    Post: { main: [to("Old way")] },
  },
  pinData: {
    "Fetch ticket": [{ json: { id: 1, priority: "high" } }, { json: { id: 2 } }],
    "When asked": [{ json: { id: 1 } }],
    "Is urgent": [{ json: {} }],
  },
};
