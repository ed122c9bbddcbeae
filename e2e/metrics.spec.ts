import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

/** Two depths, a share of places for each, and a wait that keeps the tree open. */
const shared = {
  schemaVersion: 1,
  slug: "shared-places",
  name: "Shared places",
  limits: {
    maxAgentsPerLevel: 8,
    maxTokens: 100_000,
    allowances: { concurrency: { decay: 0.5 }, tokens: "= depth == 0 ? 0.2 : 0.4", timeouts: { grow: 1.5 } },
  },
  nodes: {
    emit: { kind: "emit", event: "began" },
    kids: {
      kind: "map",
      over: "= run.depth < 1 ? range(3) : []",
      body: { kind: "subworkflow", workflow: "self", input: { i: "= index" } },
    },
    hold: { kind: "decision", cases: [{ port: "root", when: "run.depth == 0" }], default: "below" },
    wait: { kind: "wait", signal: "go" },
  },
  edges: [
    { source: "emit", target: "kids" },
    { source: "kids", target: "hold" },
    { source: "hold", target: "wait", port: "root" },
  ],
};

test("the inspector shows what a run and each depth are measured by and given, and scaling shows there", async ({
  signedIn: page,
  rest,
  server,
}) => {
  await rest.publish(shared);
  const { id } = await rest.start(shared.slug, {});
  await page.goto(`/workflows/${shared.slug}`);
  await expect(page.getByText("At work, by depth")).toBeVisible();
  await expect(page.getByText("×0.5 a level")).toBeVisible();
  const open = async () => {
    await page.goto(`/runs/${id}`);
    await page.getByTestId("tree-row").first().click();
    await page.getByRole("tab", { name: "Metrics" }).click();
  };
  await open();
  const levels = page.getByRole("region", { name: "Levels of the tree" });
  await expect(levels.getByRole("row").nth(2)).toContainText(/1\s*3\s*0 of 4\s*0\s*0 of 40,000\s*×1.5/);
  expect(await levels.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const own = page.getByText("tokens-per-attempt", { exact: true });
  await expect(own).toBeVisible();
  const byDepth = page.getByRole("region", { name: "Metrics by depth" });
  await expect(byDepth.getByRole("row", { name: /branching-factor/ })).toContainText("3 runs");
  const response = await fetch(`${server.url}/api/v1/runs/${id}/scale-resources`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    body: JSON.stringify({ factor: 0.5, allowances: ["concurrency"] }),
  });
  expect(response.status).toBe(200);
  await expect(levels.getByRole("row").nth(2)).toContainText("0 of 2");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  await expect(own).toBeVisible();
  await expectAccessible(page);
});
