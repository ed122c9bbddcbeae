import { expect, test } from "./fixtures.ts";
import { expectAccessible } from "./pages/accessible.ts";
import { runPage } from "./pages/run-page.ts";
import { handOver } from "./server/handover.ts";

/** Gives back what it gets. */
const ECHO = {
  schemaVersion: 1,
  slug: "echo-all",
  name: "Echo all",
  nodes: { end: { kind: "end", output: "= input" } },
  edges: [],
};
const PICTURE = `data:image/png;base64,${"A".repeat(40_000)}`;
const LINES = Array.from({ length: 4_000 }, (_, no) => `line ${no} of many, long enough to weigh something`);

test("of a value the media are chips, and what is large comes when it is asked for", async ({
  signedIn,
  rest,
}) => {
  await rest.publish(ECHO);
  const { id } = await rest.start(ECHO.slug, { picture: PICTURE, lines: LINES });
  await rest.waitForEnd(id, 20_000);
  await signedIn.goto(`/runs/${id}?run=0&tab=input`);
  const { inspector } = runPage(signedIn);
  await expect(inspector).toContainText("Shown in part");
  await expect(inspector.getByRole("link", { name: "Download" })).toHaveAttribute(
    "href",
    `/api/v1/runs/${id}/input`,
  );
  await inspector.getByRole("button", { name: "Load all" }).click();
  await expect(inspector).not.toContainText("Shown in part");
  await expect(inspector.getByRole("list", { name: "Media in it" })).toContainText(
    "image/png, 29.3 KB /picture",
  );
  await expect(inspector).not.toContainText("AAAAAAAA");
  await expectAccessible(signedIn);
});

test("the context of a run says where each key comes from, and another strategy is tried beside what was done", async ({
  signedIn,
  rest,
}) => {
  const id = await handOver(rest);
  const before = (await rest.events(id)).length;
  await signedIn.goto(`/runs/${id}?run=1&tab=context`);
  const { inspector } = runPage(signedIn);
  const dropped = inspector.getByRole("region", { name: "Dropped" });
  await expect(dropped).toContainText("weather");
  await expect(inspector.getByRole("region", { name: "Masked" })).toContainText("codes stay here");
  const entries = inspector.getByRole("listitem").filter({ has: signedIn.locator("summary") });
  await entries.filter({ hasText: "goal" }).locator("summary").click();
  await expect(entries.filter({ hasText: "goal" })).toContainText(/From .*, 1 level up; .*tokens/);

  await inspector.getByRole("combobox", { name: "Strategy" }).focus();
  await signedIn.keyboard.press("Enter");
  await signedIn.getByRole("option", { name: "full", exact: true }).click();
  // Beside it: what the strategy left out would have come along.
  await expect(inspector.getByRole("region", { name: "Inherited" })).toHaveCount(2);
  await expect(inspector.getByRole("region", { name: "Inherited" }).last()).toContainText("weather");
  await expect(dropped.first()).toContainText("weather");
  await expectAccessible(signedIn);
  expect(await rest.events(id), "trying changes nothing").toHaveLength(before);
});
