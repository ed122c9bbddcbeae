const at = (x: number, y: number) => ({ position: { x, y } });

/** Reports that are sorted one by one, each by a run of its own, until a person has looked at it. */
export const triage = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: "Triage reports",
  limits: { maxDepth: 2, maxRuns: 20 },
  nodes: {
    read: {
      kind: "agent",
      name: "Read",
      capabilities: ["plan"],
      prompt: "What do these say? {{ input.reports }}",
      ...at(0, 96),
    },
    many: {
      kind: "decision",
      name: "More than one?",
      cases: [{ port: "each", when: "size(input.reports) > 1" }],
      default: "one",
      ...at(240, 96),
    },
    urgency: {
      kind: "transform",
      name: "Urgency",
      output: "= input.urgency[0]",
      recovery: [{ do: "degrade", output: "unknown" }],
      ...at(240, 256),
    },
    each: {
      kind: "map",
      name: "Each report",
      over: "= input.reports",
      body: { kind: "subworkflow", workflow: "self", input: { reports: "= [item]" }, label: "= item" },
      ...at(496, 0),
    },
    cause: {
      kind: "transform",
      name: "Find the cause",
      output: { report: "= input.reports[0]", urgency: "= nodes.read.output.urgency" },
      ...at(496, 176),
    },
    look: { kind: "approval", name: "Look at it", title: "Is this the cause?", ...at(736, 176) },
  },
  edges: [
    { source: "read", target: "many" },
    { source: "read", target: "urgency" },
    { source: "many", target: "each", port: "each" },
    { source: "many", target: "cause", port: "one" },
    { source: "cause", target: "look" },
  ],
});

export const TRIAGE_INPUT = { reports: ["It stops at the start", "The list is slow", "A word is misspelt"] };
/** What the agent that reads is taken to answer. */
export const TRIAGE_READ = { text: "Three reports, one of them urgent", urgency: 2 };
