import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";

const STREAMED = {
  schemaVersion: 1,
  slug: "streamed",
  name: "Streamed",
  nodes: { write: { kind: "task", task: "demo/work", input: { what: "tides", ms: 60_000 } } },
  edges: [],
};

test("what a task writes is read along in the details of its run, from the beginning after a reload too", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(STREAMED);
  const { id } = await rest.start("streamed", {});
  await signedIn.goto(`/runs/${id}?tab=messages`);
  const text = signedIn.getByRole("region", { name: "Text of write, attempt 1" });
  await expect(text).toContainText("Reading about tides. The", { timeout: 30_000 });
  await signedIn.reload();
  await expect(text).toContainText("Reading about tides. The", { timeout: 30_000 });
  const streams = signedIn.getByTestId("streams");
  await expect(streams).toContainText("Writing");
  await expectAccessible(signedIn);
  await signedIn.screenshot({ path: "test-results/streams.png" });
  await rest.command(id, "cancel");
  await expect(streams).toContainText("Done");
});
