import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

/** A run below gives what it gets, and so does the run above it. */
const PASS_ON = {
  schemaVersion: 1,
  slug: "pass-on",
  name: "Pass on",
  nodes: {
    below: {
      kind: "subworkflow",
      input: { text: "= input.text" },
      graph: {
        schemaVersion: 1,
        slug: "give-back",
        name: "Give back",
        nodes: { end: { kind: "end", output: "= input.text" } },
        edges: [],
      },
    },
  },
  edges: [],
};
const LONG = "long ".repeat(20_000);

test("two trees whose runs all succeed part where a value is another, however late in it", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(PASS_ON);
  const ids: string[] = [];
  for (const end of ["first", "first", "other"]) {
    const { id } = await rest.start(PASS_ON.slug, { text: LONG + end });
    await rest.waitForEnd(id, 20_000);
    ids.push(id);
  }
  const [first, again, other] = ids;
  const divergence = signedIn.getByTestId("first-divergence");
  const details = signedIn.getByTestId("compare-details");
  await signedIn.goto(`/runs/compare?a=${first}&b=${again}`);
  await expect(divergence).toHaveText("They part nowhere.");
  await expect(signedIn.getByTestId("compare-sums")).toContainText("2 the same, 0 different");
  await expect(details.getByRole("region", { name: "Output" })).toHaveText(/The same in both\./);

  await signedIn.goto(`/runs/compare?a=${first}&b=${other}`);
  await expect(divergence).toHaveText(/They part at Pass on|They part at pass-on/);
  await expect(signedIn.locator("[data-first]")).toHaveAttribute("data-differs", "input output");
  await expect(signedIn.getByTestId("compare-sums")).toContainText("0 the same, 2 different");
  const output = details.getByRole("region", { name: "Output" });
  await expect(output).toContainText("Not the same, but what is different is not shown here.");
  await expectAccessible(signedIn);
  await output.getByRole("button", { name: "Load all" }).click();
  await expect(output.getByRole("figure")).toContainText("other");
  await expect(output).not.toContainText("Compared in part");
});

/** What its child is handed says where to go, and how. */
const handing = (how: string) => ({
  schemaVersion: 1,
  slug: "hand-on-how",
  name: "Hand on how",
  context: { values: { where: "home", how } },
  nodes: {
    below: {
      kind: "subworkflow",
      label: "below",
      context: { strategy: "full" },
      graph: {
        schemaVersion: 1,
        slug: "go-there",
        name: "Go there",
        nodes: { end: { kind: "end", output: 1, contextUpdates: { arrived: "= true" } } },
        edges: [],
      },
    },
  },
  edges: [],
});

test("each row of two trees tells how many keys of its context differ, and which", async ({
  signedIn,
  rest,
}) => {
  const ids: string[] = [];
  for (const how of ["on foot", "on foot", "by train"]) {
    await rest.publish(handing(how));
    const { id } = await rest.start("hand-on-how", {});
    await rest.waitForEnd(id, 20_000);
    ids.push(id);
  }
  const [first, again, other] = ids;
  const marks = signedIn.getByTestId("compare-row").getByTestId("context-mark");
  const sums = signedIn.getByTestId("compare-sums");
  await signedIn.goto(`/runs/compare?a=${first}&b=${again}`);
  await expect(sums).toContainText("2 the same");
  await expect(signedIn.getByRole("status").filter({ hasText: "Comparing" })).toHaveCount(0);
  await expect(marks).toHaveCount(0);
  await signedIn.goto(`/runs/compare?a=${again}&b=${other}`);
  await expect(marks).toHaveCount(2);
  await expect(marks.last()).toHaveAttribute("title", /how/);
  await expect(marks.last()).toHaveAttribute("title", /^((?!where|arrived|session).)*$/);
  await expect(sums).toContainText("other contexts in 2");
  await expect(signedIn.getByTestId("first-divergence")).toHaveText("They part nowhere.");
  await expectAccessible(signedIn);
  await signedIn.keyboard.press("j");
  const context = signedIn.getByTestId("compare-details").getByRole("region", { name: "Context" });
  await expect(context.getByRole("listitem").filter({ hasText: /^how/ })).toContainText("changed");
  // As many as its row tells.
  await expect(marks.last()).toContainText("2 keys");
  await expect(context.getByRole("listitem")).toHaveCount(2);
  await expect(context.getByTestId("of-starts")).toContainText("session");
  await signedIn.setViewportSize({ width: 390, height: 844 });
  await expect(marks.last()).toBeInViewport({ ratio: 1 });
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("values that could not be compared are said to be so, and compared at the next try", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(PASS_ON);
  const [a, b] = [
    await rest.start(PASS_ON.slug, { text: "a" }),
    await rest.start(PASS_ON.slug, { text: "b" }),
  ];
  for (const { id } of [a, b]) await rest.waitForEnd(id, 20_000);
  const refused = /trees\.digests|runs\.context/;
  await signedIn.route(refused, (route) => route.fulfill({ status: 400, json: [] }));
  await signedIn.goto(`/runs/compare?a=${a.id}&b=${b.id}`);
  const alert = signedIn
    .getByRole("alert")
    .filter({ hasText: "Inputs, outputs and contexts could not be compared" });
  await expect(alert).toBeVisible();
  await expect(signedIn.getByTestId("first-divergence")).toHaveText("They part nowhere so far.");
  await signedIn.unroute(refused);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(signedIn.getByTestId("first-divergence")).toContainText("They part at");
});

test("of trees that are too long to compare the values, it is not said to try again but what can be done", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(PASS_ON);
  const [a, b] = [
    await rest.start(PASS_ON.slug, { text: "a" }),
    await rest.start(PASS_ON.slug, { text: "b" }),
  ];
  for (const { id } of [a, b]) await rest.waitForEnd(id, 20_000);
  const message = "This tree has 500001 events; values are compared up to 500000.";
  const error = { message, code: -32013, data: { code: "PAYLOAD_TOO_LARGE", httpStatus: 413 } };
  await signedIn.route(/trees\.digests/, async (route) => {
    const calls = new URL(route.request().url()).pathname.replace("/api/trpc/", "").split(",");
    const answers: unknown[] = await (await route.fetch()).json();
    const json = answers.map((answer, at) => (calls[at] === "trees.digests" ? { error } : answer));
    await route.fulfill({ status: 207, json });
  });
  await signedIn.goto(`/runs/compare?a=${a.id}&b=${b.id}`);
  const alert = signedIn.getByRole("alert").filter({ hasText: message });
  await expect(alert).toContainText("Choose a run");
  await expect(alert.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expectAccessible(signedIn);
  await signedIn.getByTestId("compare-row").first().click();
  const input = signedIn.getByTestId("compare-details").getByRole("region", { name: "Input" });
  await expect(input.getByRole("figure")).toContainText("b");
  await signedIn.setViewportSize({ width: 390, height: 844 });
  expect(await signedIn.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
