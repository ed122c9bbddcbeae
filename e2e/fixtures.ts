import { test as base, expect, type Page } from "@playwright/test";
import { createRest, type Rest } from "./server/rest.ts";
import { freshData, type Server, startServer } from "./server/start-server.ts";

type ForWorker = {
  /** One real server per worker, from an empty data folder. */
  readonly server: Server;
  /** Cookies of a browser that has opened the sign-in link. */
  readonly session: Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>>;
};
type ForTest = {
  readonly rest: Rest;
  /** A page that is signed in and whose console stays free of errors. */
  readonly signedIn: Page;
};

/** A server from an empty data folder. Each call is another fixture, for which Playwright starts another worker. */
function freshServer() {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from this pattern
  return async ({}: object, use: (server: Server) => Promise<void>) => {
    const data = freshData();
    const server = await startServer(data);
    await use(server);
    await server.stop();
    data.remove();
  };
}

export const test = base.extend<ForTest, ForWorker>({
  server: [freshServer(), { scope: "worker", timeout: 90_000 }],
  session: [
    async ({ browser, server }, use) => {
      const context = await browser.newContext();
      await openSignInLink(await context.newPage(), server.signInUrl);
      const state = await context.storageState();
      await context.close();
      await use(state);
    },
    { scope: "worker" },
  ],
  rest: async ({ server }, use) => use(createRest(server)),
  signedIn: async ({ browser, server, session, contextOptions }, use) => {
    const context = await browser.newContext({
      ...contextOptions,
      baseURL: server.url,
      storageState: session,
    });
    const page = streamedPage(await context.newPage());
    const errors = await consoleErrors(page);
    await use(page);
    expect(errors, "errors in the browser's console").toEqual([]);
    await context.close();
  },
});
export { expect };

/** Tests with a server of their own, for a file whose figures must not come from others, nor stay for them. */
export function testWithOwnServer(): typeof test {
  return test.extend<object, Pick<ForWorker, "server">>({
    server: [freshServer(), { scope: "worker", timeout: 90_000 }],
  });
}

/** Opens the link, puts off the password by keyboard, and waits until the product itself is shown. */
export async function openSignInLink(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForURL(({ pathname }) => pathname !== "/sign-in");
  if (new URL(page.url()).pathname === "/welcome")
    await page.getByRole("button", { name: "Skip for now" }).press("Enter");
  await page.waitForURL(({ pathname }) => !["/sign-in", "/welcome", "/"].includes(pathname));
}

/**
 * Opening and reloading last until no streamed part waits to be put in its place: until then it is in the document twice,
 * and a locator by text or test id would find both.
 */
export function streamedPage(page: Page): Page {
  const placed = () => page.waitForFunction(() => document.querySelector('[hidden][id^="S:"]') === null);
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...args) => {
    const answer = await goto(...args);
    await placed();
    return answer;
  };
  page.reload = async (...args) => {
    const answer = await reload(...args);
    await placed();
    return answer;
  };
  return page;
}

const PROVOKED = /the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED/;

/**
 * Grows as the page reports errors, and whatever its content-security policy refused; answers of 4xx, and a
 * network that is cut, are what tests provoke, not errors of the page.
 */
export async function consoleErrors(page: Page): Promise<string[]> {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !PROVOKED.test(text)) errors.push(text);
  });
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      console.error(`refused by ${violatedDirective}: ${blockedURI} ${sample}`),
    ),
  );
  return errors;
}
