import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { actsMenu } from "./pages/acts-menu.ts";
import { runPage } from "./pages/run-page.ts";

type Nodes = Readonly<Record<string, unknown>>;

const graphOf = (slug: string, nodes: Nodes, edges: readonly object[] = []) => ({
  schemaVersion: 1,
  slug,
  name: `Name of ${slug}`,
  nodes,
  edges,
});
/** One level down stands `leaf`, whose output the whole tree gives. */
const above = (slug: string, leaf: Nodes) =>
  graphOf(
    slug,
    {
      below: { kind: "subworkflow", graph: graphOf(`${slug}-below`, leaf), label: "below" },
      end: { kind: "end", output: "= nodes.below.output" },
    },
    [{ source: "below", target: "end" }],
  );

/** Its child fails unless it is told that all is well, and then a person decides. */
const REFUSED = graphOf(
  "refused-payment",
  {
    pay: {
      kind: "subworkflow",
      input: { well: false, sum: 7 },
      graph: graphOf(
        "one-payment",
        {
          look: { kind: "transform", output: "= input.sum" },
          no: { kind: "fail", code: "CardRefused", message: "The card was refused." },
          end: { kind: "end", output: { paid: "= nodes.look.output" } },
        },
        [
          { source: "look", target: "no", when: "!input.well" },
          { source: "look", target: "end", when: "input.well" },
        ],
      ),
      recovery: [{ do: "park" }],
    },
    end: { kind: "end", output: "= nodes.pay.output" },
  },
  [{ source: "pay", target: "end" }],
);

const SIGNAL = { kind: "wait", signal: "go" };

test("work that failed is done again with another input, and its run goes on with what that gives", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(REFUSED);
  const { id } = await rest.start(REFUSED.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await page.waitForStatus("Needs attention");
  await acts.onRow(page.row(0), /Do it again/);
  const input = acts.form.getByLabel("Input");
  await expect(acts.form).toContainText("At pay, subworkflow");
  await expect(input).toHaveValue(/"well": false/);
  await expectAccessible(signedIn);
  await input.fill('{"well": true, "sum": 9');
  await acts.form.getByRole("button", { name: "Do it again" }).click();
  await expect(acts.form.getByRole("alert")).toContainText("This is not JSON");
  await input.fill('{"well": true, "sum": 9}');
  await acts.send("Do it again");
  await page.waitForStatus("Succeeded");
  // Both tries stay: the one that failed, and the second beside it.
  await expect(page.row(1)).toHaveAttribute("data-status", "failed");
  await expect(page.row(2)).toHaveAttribute("data-status", "succeeded");
  await page.row(2).click();
  await signedIn.keyboard.press("i");
  await expect(page.inspector.getByRole("tabpanel")).toContainText("9");
  expect(await rest.output(id)).toEqual({ paid: 9 });
  const [retried] = (await rest.events(id)).filter(({ type }) => type === "NodeRetried");
  expect(retried).toMatchObject({ nodeId: "pay" });
});

test("a failed place is skipped by keys, and its run goes on without it", async ({ signedIn, rest }) => {
  await rest.publish(REFUSED);
  const { id } = await rest.start(REFUSED.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await page.waitForStatus("Needs attention");
  await page.tree.focus();
  await signedIn.keyboard.press("t");
  await expect(page.row(0)).toHaveAttribute("aria-selected", "true");
  await acts.byKeys("sk", /Skip/);
  await acts.form.getByLabel("Output").fill('"nothing"');
  await signedIn.keyboard.press("ControlOrMeta+Enter");
  await page.waitForStatus("Succeeded");
  await expect(acts.form).toHaveCount(0);
  const pay = page.inspector.getByRole("listitem").filter({ hasText: "pay" });
  await expect(pay).toContainText("by hand");
  expect(await rest.output(id)).toBe("nothing");
});

test("a place that waits is skipped one level down; what cannot be done there says why", async ({
  signedIn,
  rest,
}) => {
  const graph = above("skipped-nap", {
    nap: { kind: "wait", durationMs: 3_600_000 },
  });
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(1).getByTestId("wait-chip")).toHaveAttribute("data-wait", "timer");
  await acts.note(page.row(1), /Send a signal/, "the node does not wait for that");
  await acts.onRow(page.row(1), /Skip/);
  await expect(acts.form).toContainText("At nap, wait");
  await acts.send("Skip it");
  await page.waitForStatus("Succeeded");
  await expect(page.row(1)).toHaveAttribute("data-status", "succeeded");
  const done = (await rest.events(id)).find(
    ({ type, nodeId }) => type === "NodeCompleted" && nodeId === "nap",
  );
  expect(done).toMatchObject({ by: { how: "skip" } });
  await acts.note(page.row(1), /Skip/, "it has ended already");
});

test("one of two open places is completed by hand with an output, the other stays open", async ({
  signedIn,
  rest,
}) => {
  const graph = graphOf(
    "two-open",
    {
      first: { kind: "wait", signal: "one" },
      second: { kind: "wait", signal: "two" },
      end: { kind: "end", output: ["= nodes.first.output", "= nodes.second.output"] },
    },
    [
      { source: "first", target: "end" },
      { source: "second", target: "end" },
    ],
  );
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(0).getByTestId("wait-chip")).toBeVisible();
  await acts.onRow(page.row(0), /Complete by hand/);
  await acts.form.getByRole("combobox", { name: "At" }).click();
  await signedIn.getByRole("option", { name: /^second/ }).click();
  await acts.form.getByLabel("Output").fill('{"by": "hand"}');
  await expectAccessible(signedIn);
  await acts.send("Complete it");
  const node = (name: string) =>
    page.inspector.getByRole("listitem").filter({ has: signedIn.getByRole("button", { name, exact: true }) });
  await expect(node("second")).toContainText("by hand");
  await expect(node("first")).not.toContainText("by hand");
  await page.waitForStatus("Waiting");
  await expect(page.row(0).getByTestId("wait-chip")).toHaveText(/signal one$/);

  // Of the one that is left nothing is asked but its payload.
  await acts.onRow(page.row(0), /Send a signal/);
  await expect(acts.form).toContainText("At first, wait");
  await acts.form.getByLabel("Payload").fill('{"by": "signal"}');
  await acts.send("Send the signal");
  await page.waitForStatus("Succeeded");
  expect(await rest.output(id)).toEqual([
    { signal: "one", payload: { by: "signal" }, timedOut: false },
    { by: "hand" },
  ]);
});

test("a signal is sent to the place that waits for it one level down, by keys", async ({
  signedIn,
  rest,
}) => {
  const graph = above("signalled", { listen: SIGNAL });
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(1).getByTestId("wait-chip")).toContainText("go");
  await page.row(1).click();
  await acts.byKeys("se", /Send a signal/);
  await expect(acts.form.getByLabel("Payload")).toBeFocused();
  await signedIn.keyboard.type('{"go": 7}');
  await signedIn.keyboard.press("ControlOrMeta+Enter");
  await page.waitForStatus("Succeeded");
  await expect(page.row(1).getByTestId("wait-chip")).toHaveCount(0);
  const received = (await rest.events(id)).find(({ type }) => type === "SignalReceived");
  expect(received).toMatchObject({ nodeId: "listen", name: "go" });
});

test("an approval is denied with a word on why, and the run takes the way of a denial", async ({
  signedIn,
  rest,
}) => {
  const graph = graphOf(
    "denied-plan",
    {
      ask: { kind: "approval", title: "Send it?" },
      send: { kind: "end", output: "sent" },
      keep: { kind: "end", output: "kept" },
    },
    [
      { source: "ask", target: "send", port: "approved" },
      { source: "ask", target: "keep", port: "denied" },
    ],
  );
  await rest.publish(graph);
  const { id } = await rest.start(graph.slug, {});
  await signedIn.goto(`/runs/${id}`);
  const [page, acts] = [runPage(signedIn), actsMenu(signedIn)];
  await expect(page.row(0).getByTestId("wait-chip")).toHaveText(/an approval/);
  await acts.onRow(page.row(0), /Approve or deny/);
  await acts.form.getByRole("radio", { name: "Deny" }).click();
  await acts.form.getByLabel("Comment").fill("Too early");
  await acts.send("Deny");
  await page.waitForStatus("Succeeded");
  // Not what it has waited for, whose words say the same until they are told anew.
  const node = (name: string) =>
    page.inspector.getByRole("listitem").filter({ has: signedIn.getByText(name, { exact: true }) });
  await expect(node("send")).toContainText(/skipped/i);
  expect(await rest.output(id)).toBe("kept");
  const answered = (await rest.events(id)).find(({ type }) => type === "ApprovalAnswered");
  expect(answered).toMatchObject({ approve: false, comment: "Too early" });
});
