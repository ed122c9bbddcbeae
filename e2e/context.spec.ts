import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const TEXT = Array.from(
  { length: 40 },
  (_, i) => `Quay ${i} has lanterns, and its boats leave before dawn with nets and salt.`,
).join(" ");

const handing = {
  schemaVersion: 1,
  slug: "handing-on",
  name: "Handing on",
  context: {
    values: { notes: TEXT },
    strategy: "full",
    rules: [
      {
        name: "short notes",
        when: "always",
        actions: { do: "summarise", keys: ["notes"], maxTokens: 60, by: { agent: "demo-writer" } },
      },
    ],
  },
  nodes: {
    kid: {
      kind: "subworkflow",
      graph: {
        schemaVersion: 1,
        slug: "kid",
        name: "Kid",
        nodes: { end: { kind: "end", output: "= context.notes" } },
        edges: [],
      },
    },
  },
  edges: [],
};

test("the context of a run has its headings in order, and says by whom a summary was made", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(handing);
  const { id } = await rest.start(handing.slug, {});
  await page.goto(`/runs/${id}`);
  await page.getByTestId("tree-row").nth(1).click();
  await page.getByRole("tab", { name: "Context" }).click();
  await expect(page.getByRole("region", { name: "Summaries" })).toContainText("demo-writer");
  const { violations } = await new AxeBuilder({ page })
    .withRules(["heading-order", "label-content-name-mismatch"])
    .analyze();
  expect(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
  await expectAccessible(page);
});
