import postgres from "postgres";
import { addressOf } from "./chaos/committed.ts";
import { expect, openSignInLink, streamedPage, test } from "./fixtures.ts";
import { runPage } from "./pages/run-page.ts";
import { startGrove } from "./server/grove.ts";
import { createRest } from "./server/rest.ts";
import { freshData, startServer } from "./server/start-server.ts";

const SNAPSHOT = /\/api\/trpc\/[^?]*trees\.snapshot/;

/** As a database is that was put back from a backup: what was seen of it counts no more. */
async function renameDatabase(dataDir: string): Promise<void> {
  const sql = postgres(addressOf(dataDir), { max: 1 });
  await sql`update settings set value = gen_random_uuid()::text where key = 'incarnation'`;
  await sql.end();
}

/** Milliseconds since the last part of the program came; runs in the page. */
function sinceLastPart(): number {
  const parts = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(({ name }) =>
    name.includes("/_next/static/"),
  );
  return performance.now() - Math.max(...parts.map(({ responseEnd }) => responseEnd));
}

test("a tree of a database that was put back is read anew; until that is possible the page says that it is old", async ({
  browser,
}) => {
  const data = freshData();
  const first = await startServer(data);
  const context = await browser.newContext({ baseURL: first.url });
  const page = streamedPage(await context.newPage());
  const run = runPage(page);
  await openSignInLink(page, first.signInUrl);
  const { id } = await startGrove(createRest(first));
  await page.goto(`/runs/${id}`);
  await expect.poll(() => run.shownRuns()).toBeGreaterThan(3);
  // Parts of the page that are still on their way could not come any more.
  await expect.poll(() => page.evaluate(sinceLastPart)).toBeGreaterThan(2_000);
  await first.kill();
  await renameDatabase(data.dataDir);
  await context.route(SNAPSHOT, (route) => route.fulfill({ status: 503, body: "" }));
  const second = await startServer({ ...data, env: { PORT: new URL(first.url).port } });
  const behind = page.getByTestId("behind");
  await expect(behind).toContainText("what is shown may be old", { timeout: 30_000 });
  await expect(run.tree).toBeVisible();
  await context.unroute(SNAPSHOT);
  await expect(behind).toHaveCount(0);
  await createRest(second).command(id, "cancel");
  await run.waitForStatus("cancelled");
  await context.close();
  await second.stop();
  data.remove();
});

test("a tree that could not be loaded comes by itself once that is possible", async ({
  browser,
  server,
  session,
  rest,
}) => {
  const { id } = await startGrove(rest);
  const context = await browser.newContext({ baseURL: server.url, storageState: session });
  await context.route(SNAPSHOT, (route) => route.fulfill({ status: 503, body: "" }));
  const page = streamedPage(await context.newPage());
  await page.goto(`/runs/${id}`);
  await expect(page.getByText("The tree could not be loaded")).toBeVisible();
  await context.unroute(SNAPSHOT);
  await expect(runPage(page).tree).toBeVisible();
  await rest.command(id, "cancel");
  await context.close();
});
