import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const INPUT: unknown = JSON.parse(
  readFileSync(new URL("../examples/deep-research/input.json", import.meta.url), "utf8"),
);

test("what tasks log stands in the details of a run and of the runs above it", async ({ signedIn, rest }) => {
  const { id } = await rest.start("deep-research", INPUT);
  await rest.waitForEnd(id, 60_000);
  await signedIn.goto(`/runs/${id}?tab=logs`);
  const logs = signedIn.getByTestId("logs");
  await expect(logs.getByText("searched the library")).toHaveCount(1);
  await logs.getByRole("combobox", { name: "Of which runs" }).click();
  await signedIn.getByRole("option", { name: "And all below" }).click();
  await expect(logs.getByText("searched the library").nth(1)).toBeVisible();
  await logs.getByRole("searchbox", { name: "Search in the log" }).fill("no such words");
  await expect(logs).toContainText("Nothing was logged here that fits");
  await logs.getByRole("searchbox", { name: "Search in the log" }).fill("SEARCHED");
  await expect(logs.getByText("searched the library").nth(1)).toBeVisible();
  await expectAccessible(signedIn);
  await signedIn.screenshot({ path: "test-results/logs.png" });
  await signedIn.setViewportSize({ width: 390, height: 844 });
  for (const tab of ["logs", "messages", "attempts"]) {
    await signedIn.goto(`/runs/${id}?run=1&tab=${tab}`);
    await expect(signedIn.getByTestId("inspector").getByRole("tab", { selected: true })).toBeInViewport({
      ratio: 1,
    });
    await expect(signedIn.getByTestId("inspector").getByRole("tabpanel")).toContainText(/search|plan/);
    await expectAccessible(signedIn);
  }
});
