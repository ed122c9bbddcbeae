import { consoleErrors, expect, test } from "./fixtures.ts";

/** What an attacker who got markup into a page would try. Each sets `window.ran`. */
const INJECTED = [
  "<img src='data:,' onerror='window.ran = 1'>",
  "<svg onload='window.ran = 1'></svg>",
  "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
  "<a href='javascript:window.ran = 1'>x</a>",
  "<details open ontoggle='window.ran = 1'>x</details>",
];

test("S32: markup that gets into a page cannot run", async ({ browser, server, session }) => {
  const context = await browser.newContext({ baseURL: server.url, storageState: session });
  const page = await context.newPage();
  const errors = await consoleErrors(page);
  await page.goto("/workflows");
  await expect(page.getByRole("heading").first()).toBeVisible();
  expect(errors, "the page itself breaks nothing").toEqual([]);
  await page.evaluate((markups) => {
    for (const markup of markups) {
      const host = document.createElement("div");
      host.innerHTML = markup;
      document.body.append(host);
      host.querySelector("a")?.click();
    }
  }, INJECTED);
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  expect(errors.filter((error) => error.startsWith("refused by script-src"))).not.toHaveLength(0);
  await context.close();
});

test("S32: a page that does not exist is drawn under the same policy", async ({ signedIn }) => {
  const answer = await signedIn.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  const policy = answer?.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  const scripts = signedIn.locator("script");
  await expect(scripts.first()).toBeAttached();
  expect(
    await scripts.evaluateAll((all) => all.map((script) => (script as HTMLScriptElement).nonce)),
  ).toEqual(Array(await scripts.count()).fill(nonce));
});

test("S32: the canvas, the chart and the editor live within the policy", async ({ signedIn }) => {
  await signedIn.goto("/parts");
  await expect(signedIn.locator(".react-flow__node").first()).toBeVisible();
  await expect(signedIn.locator(".recharts-surface").first()).toBeVisible();
  const editor = signedIn.locator(".cm-editor").first();
  await expect(editor).toBeVisible();
  // Unstyled, it would not be a flex container.
  await expect(editor).toHaveCSS("display", "flex");
});
