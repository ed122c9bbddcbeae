import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage } from "./pages/run-page.ts";
import type { Rest } from "./server/rest.ts";

/** Its child fails, and then a person decides. */
const STUCK = {
  schemaVersion: 1,
  slug: "stuck",
  name: "Stuck",
  nodes: {
    pay: {
      kind: "subworkflow",
      graph: {
        schemaVersion: 1,
        slug: "payment",
        name: "Payment",
        nodes: { no: { kind: "fail", code: "CardRefused", message: "The card was refused." } },
        edges: [],
      },
      recovery: [{ do: "park" }],
    },
    end: { kind: "end", output: "= nodes.pay.output" },
  },
  edges: [{ source: "pay", target: "end" }],
};
const UNDOER = {
  schemaVersion: 1,
  slug: "undoer",
  name: "Undoer",
  nodes: { end: { kind: "end", output: "= input" } },
  edges: [],
};
const BOOKED = {
  schemaVersion: 1,
  slug: "booked",
  name: "Booked",
  nodes: {
    book: { kind: "transform", output: { id: 7 }, compensate: { workflow: "undoer" } },
    nap: { kind: "wait", durationMs: 3_600_000 },
  },
  edges: [{ source: "book", target: "nap" }],
};

async function parked(page: Page, rest: Rest) {
  await rest.publish(STUCK);
  const { id } = await rest.start("stuck", {});
  await page.goto(`/runs/${id}`);
  const place = page.getByTestId("parked-place");
  await expect(place).toContainText("CardRefused: The card was refused.");
  return { id, place };
}

test("a place that waits for a person is marked as done, by keyboard, with an output as JSON", async ({
  signedIn,
  rest,
}) => {
  const { id, place } = await parked(signedIn, rest);
  await expect(signedIn.getByTestId("inspector")).toContainText("Needs attention");
  await expectAccessible(signedIn);
  await place.getByRole("button", { name: "Mark done…" }).press("Enter");
  const box = signedIn.getByRole("dialog", { name: "Mark pay as done" });
  await box.getByLabel("Output").fill("paid");
  await box.getByRole("button", { name: "Mark done" }).press("Enter");
  await expect(box.getByRole("alert")).toContainText("Put text in quotes");
  await expectAccessible(signedIn);
  await box.getByLabel("Output").fill('{"paid": 7}');
  await box.getByRole("button", { name: "Mark done" }).press("Enter");
  await runPage(signedIn).waitForStatus("Succeeded");
  await expect(place).toHaveCount(0);
  expect(await rest.output(id)).toEqual({ paid: 7 });
});

test("a place that waits for a person is tried again, and then let fail", async ({ signedIn, rest }) => {
  const { id, place } = await parked(signedIn, rest);
  await place.getByRole("button", { name: "Retry" }).click();
  await expect.poll(async () => (await rest.tree(id)).length).toBe(3);
  await expect(place).toContainText("CardRefused");
  await place.getByRole("button", { name: "Fail" }).click();
  await signedIn.getByTestId("confirm-fail").click();
  await runPage(signedIn).waitForStatus("Failed");
});

test("a run with something to undo is cancelled and undone, when that is chosen", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(UNDOER);
  await rest.publish(BOOKED);
  const { id } = await rest.start("booked", {});
  await signedIn.goto(`/runs/${id}`);
  await signedIn.getByTestId("cancel-run").click();
  const box = signedIn.getByRole("alertdialog");
  await box.getByRole("checkbox", { name: "Undo what was done (1 result)" }).press("Space");
  await expectAccessible(signedIn);
  await box.getByTestId("confirm-cancel").click();
  await runPage(signedIn).waitForStatus("Cancelled");
  const runs = await rest.tree(id);
  expect(runs.map(({ label }) => label)).toContain("Compensation");
});
