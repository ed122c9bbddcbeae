import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { runPage } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";

/** Live connections that the server has. */
async function openSockets(page: Page): Promise<number> {
  const answer = await page.request.get("/api/trpc/overview.system");
  return ((await answer.json()) as { result: { data: { sockets: number } } }).result.data.sockets;
}

test("tabs of one browser share one connection; each goes on when another is closed", async ({
  signedIn,
  rest,
}) => {
  const { id } = await startGrove(rest);
  await signedIn.goto(`/runs/${id}`);
  await expect.poll(() => openSockets(signedIn)).toBe(1);
  const second = await signedIn.context().newPage();
  await second.goto(`/runs/${id}`);
  const [here, there] = [runPage(signedIn), runPage(second)];
  const grown = await there.shownRuns();
  await expect.poll(() => there.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(grown);
  await expect.poll(() => here.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(grown);
  expect(await openSockets(signedIn)).toBe(1);

  await signedIn.goto("/runs");
  await second.close();
  expect(await openSockets(signedIn)).toBe(1);
  await signedIn.goto(`/runs/${id}`);
  const before = await here.shownRuns();
  await expect.poll(() => here.shownRuns(), { timeout: 20_000 }).toBeGreaterThan(before);
  await expect(here.connection).toHaveText(/Live/);

  await rest.command(id, "cancel");
  await here.waitForStatus("cancelled");
});
