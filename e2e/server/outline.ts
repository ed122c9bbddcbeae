import type { Rest } from "./rest.ts";

const at = (x: number, y: number) => ({ position: { x, y } });
const agent = (id: string, prompt: string, maxTokens: number, place: object) => ({
  kind: "agent",
  agent: id,
  prompt,
  maxTokens,
  ...place,
});

/** A report that outlines itself, section by section: with six sections each it may grow past its limit at depth 3. */
const OUTLINE = {
  schemaVersion: 1,
  slug: "outline",
  name: "Outline a report",
  inputSchema: {
    type: "object",
    required: ["title", "sections"],
    properties: {
      title: { type: "string" },
      sections: { type: "array", maxItems: 6, items: { type: "string" } },
    },
  },
  limits: { maxDepth: 4, maxRuns: 200, maxAgentsPerLevel: 12 },
  nodes: {
    plan: agent("demo-planner", "Divide {{ input.title }} into sections", 800, at(0, 120)),
    deeper: {
      kind: "decision",
      cases: [{ port: "sections", when: "tree.remaining.depth > 0 && size(input.sections) > 0" }],
      default: "write",
      ...at(280, 120),
    },
    sections: {
      kind: "map",
      over: "= input.sections",
      body: {
        kind: "subworkflow",
        workflow: "self",
        input: { title: "= item", sections: "= input.sections" },
        label: "= item",
      },
      ...at(560, 0),
    },
    write: agent("demo-writer", "Write the section {{ input.title }}", 1_200, at(560, 240)),
    check: { kind: "approval", title: "Is this section good?", ...at(840, 240) },
    join: { kind: "end", output: { title: "= input.title" }, ...at(1_120, 120) },
  },
  edges: [
    { source: "plan", target: "deeper" },
    { source: "deeper", target: "sections", port: "sections" },
    { source: "deeper", target: "write", port: "write" },
    { source: "write", target: "check" },
    { source: "sections", target: "join" },
    { source: "check", target: "join", port: "approved" },
  ],
};

/** A draft of it; its slug is answered. */
export async function draftOutline(rest: Rest): Promise<string> {
  await rest.saveDraft(OUTLINE);
  return OUTLINE.slug;
}
