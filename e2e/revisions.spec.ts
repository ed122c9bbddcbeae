import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const at = (x: number, y: number) => ({ position: { x, y } });
const first = (slug: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: {
    read: { kind: "transform", output: 1, ...at(0, 0) },
    judge: { kind: "transform", output: "= nodes.read.output + 1", ...at(300, 0) },
    old: { kind: "transform", output: 3, ...at(300, 160) },
    end: { kind: "end", output: "= nodes.judge.output", ...at(620, 0) },
  },
  edges: [
    { source: "read", target: "judge" },
    { source: "read", target: "old" },
    { source: "judge", target: "end" },
  ],
});
const second = (slug: string) => {
  const { nodes, ...graph } = first(slug);
  const { old: _, end, read } = nodes;
  return {
    ...graph,
    nodes: {
      read,
      judge: { kind: "transform", output: "= nodes.read.output + 2", ...at(300, 0) },
      check: { kind: "transform", output: 4, ...at(300, -160) },
      end: { ...end, ...at(700, 0) },
    },
    edges: [
      { source: "read", target: "judge" },
      { source: "read", target: "check" },
      { source: "judge", target: "end" },
    ],
  };
};

test("two revisions are compared on the canvas and by field, swapped, and gone back to by keys", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "compared";
  await rest.publish(first(slug));
  await rest.publish(second(slug));
  const theirs = { ...second(slug), description: "Somebody's work" };
  await rest.saveDraft(theirs);
  await page.goto(`/workflows/${slug}`);
  await expect(page.getByTestId("revisions").getByRole("listitem")).toHaveCount(2);
  await page.getByRole("link", { name: "What revision 2 changed" }).click();
  await expect(page).toHaveURL(/\/compare\?from=1&to=2$/);

  const canvas = page.getByTestId("compare-canvas");
  const sums = page.getByTestId("compare-sums");
  const list = page.getByTestId("compare-list");
  await expect(sums).toHaveText(
    "1 node added, 1 node removed, 1 node changed, 1 node moved, 1 edge added, 1 edge removed.",
  );
  await expect(canvas.getByRole("group", { name: "check, Transform, added" })).toBeVisible();
  await expect(canvas.getByRole("group", { name: "old, Transform, removed" })).toBeVisible();
  await expect(canvas.locator('[data-how="moved"]')).toHaveText("↔ moved");
  const judge = list.getByRole("listitem").filter({ hasText: "node judge" });
  await expect(judge).toContainText("= nodes.read.output + 1→ is now = nodes.read.output + 2");
  await expect(list.getByRole("listitem")).toHaveCount(10);
  await page.getByRole("checkbox", { name: "Only differences" }).press("Space");
  await expect(list.getByRole("listitem")).toHaveCount(6);
  await expect(canvas.getByRole("application", { name: `Canvas of Name of ${slug}` })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Swap before and after" }).click();
  await expect(page).toHaveURL(/from=2&to=1/);
  await expect(canvas.getByRole("group", { name: "check, Transform, removed" })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(judge).toBeVisible();
  const heights = await list
    .getByRole("button")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.getByTestId("go-back-1").press("Enter");
  const asked = page.getByRole("alertdialog");
  await expect(asked).toContainText("is replaced, and kept nowhere else");
  await page.getByTestId("confirm-go-back").press("Enter");
  await expect(page).toHaveURL(new RegExp(`/workflows/${slug}$`));
  const changes = page.getByRole("list", { name: "Changes since revision 2" });
  await expect(changes).toContainText("1 node added: old");
  await expect(page.getByTestId("revisions").getByRole("listitem")).toHaveCount(2);
});

const caller = (slug: string, workflow: string) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes: { begin: { kind: "transform", output: 1 }, go: { kind: "subworkflow", workflow } },
  edges: [{ source: "begin", target: "go", when: "input.more" }],
});

test("a revision that is not there leads to those that are, and is not gone back to", async ({
  signedIn: page,
  rest,
}) => {
  const slug = "gaps";
  await rest.publish(first(slug));
  await rest.publish(second(slug));
  await page.goto(`/workflows/${slug}/compare?from=1&to=99`);
  const main = page.getByRole("main");
  await expect(main.getByText(`There is no revision 99 of Name of ${slug}`)).toBeVisible();
  await expect(main).not.toContainText("/api/");
  await expect(page.getByRole("button", { name: /Go back to/ })).toHaveCount(0);
  await expectAccessible(page);
  await main.getByRole("link", { name: "Revision 1 with revision 2" }).click();
  await expect(page.getByTestId("compare-sums")).toContainText("1 node added");
  await expect(page.getByTestId("go-back-1")).toBeVisible();
});

test("calls of workflows are drawn and listed, with what ends a cycle, and lead to the workflow by keys", async ({
  signedIn: page,
  rest,
}) => {
  await rest.publish(caller("ping", "ping"));
  await rest.publish(caller("pong", "ping"));
  await rest.publish(caller("ping", "pong"));
  await page.goto("/workflows");
  await page.getByRole("button", { name: "Calls" }).press("Enter");
  await expect(page).toHaveURL(/view=calls/);
  const picture = page.getByTestId("call-graph");
  const ping = picture.getByRole("link", { name: /Name of ping/ });
  await ping.scrollIntoViewIfNeeded();
  await expect(ping).toBeInViewport({ ratio: 1 });
  // An arrow has the colour of its line.
  const colours = await picture.locator("path[marker-end]").evaluateAll((lines) =>
    lines.map((line) => {
      const arrow = /#([\w-]+)/.exec(line.getAttribute("marker-end") ?? "")?.[1] ?? "";
      const head = document.getElementById(arrow)?.querySelector("path");
      return { line: getComputedStyle(line).stroke, head: head ? getComputedStyle(head).fill : "none" };
    }),
  );
  expect(colours.length).toBeGreaterThan(1);
  expect(colours.filter(({ line, head }) => line !== head)).toEqual([]);
  const cycle = page
    .getByTestId("call-cycle")
    .filter({ hasText: "Name of ping and Name of pong call each other" });
  await expect(cycle).toContainText("the condition behind ping.begin: input.more");
  await expect(cycle).toContainText("pong: depth 10");
  await expectAccessible(page);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect(picture).toBeHidden();
  await expect(cycle).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await cycle.getByRole("link", { name: "Name of pong" }).press("Enter");
  await expect(page).toHaveURL(/\/workflows\/pong$/);
});
