import { expect, openSignInLink, test } from "./fixtures.ts";
import { freshData, startServer } from "./server/start-server.ts";

test("a sign-in link opens the product once, and each start prints a new one", async ({ browser }) => {
  const data = freshData();
  const server = await startServer(data);
  try {
    const first = await (await browser.newContext()).newPage();
    await openSignInLink(first, server.signInUrl);
    await first.goto(`${server.url}/workflows`);
    await expect(first.getByText("Dependency audit").first()).toBeVisible();

    const second = await (await browser.newContext()).newPage();
    await second.goto(server.signInUrl);
    await expect(second.getByText(/used before|does not work|expired/i).first()).toBeVisible();
    expect(new URL(second.url()).pathname).toBe("/sign-in");
  } finally {
    await server.stop();
  }
  const again = await startServer(data);
  try {
    expect(again.signInUrl.split("token=")[1]).not.toBe(server.signInUrl.split("token=")[1]);
    const third = await (await browser.newContext()).newPage();
    await openSignInLink(third, again.signInUrl);
  } finally {
    await again.stop();
    data.remove();
  }
});
