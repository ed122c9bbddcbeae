import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { openSignInLink } from "../../e2e/fixtures.ts";
import { createRest } from "../../e2e/server/rest.ts";
import { freshData, startServer } from "../../e2e/server/start-server.ts";
import { bundle } from "../bundle.ts";
import { median } from "../statistics.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../watching/chromium.ts";
import { type Checks, checks, toldChecks } from "./checks.ts";
import { chooseOne, DRAGS, type Drags, drags, told, workOf } from "./drag.ts";
import { openEye } from "./eye.ts";
import { draftOf, lanesOf } from "./lanes.ts";

/**
 * The editor beside a plain page of React Flow with the same nodes in the same places, by turns: how long until they
 * stand there, how long frames take while one node and while all are dragged with the whole graph in view, and how long
 * its worker checks the graph after an edit. Needs a build (`npm run build`). `--sizes 300,1000`, `--rounds 3`.
 */
const { values } = parseArgs({
  options: { sizes: { type: "string", default: "300,1000" }, rounds: { type: "string", default: "3" } },
});
const VIEW = { width: 1440, height: 900 };
const STYLE = join(import.meta.dirname, "../../node_modules/@xyflow/react/dist/style.css");

type Opened = { readonly ms: number; readonly busy: number; readonly drags: Drags };

async function plain(browser: Browser, script: string, count: number): Promise<Opened> {
  const page = await browser.newPage({ viewport: VIEW });
  const look = await openEye(page);
  await page.goto("about:blank");
  await page.setContent('<div id="root"></div>');
  await page.addStyleTag({ path: STYLE });
  await page.addScriptTag({ content: script });
  const work = await workOf(page);
  const before = await work.so();
  const ms = (await page.evaluate(`plainEditor.open({ count: ${count}, culled: true })`)) as number;
  const busy = (await work.so()) - before;
  const chooseAll = async () => void (await page.evaluate("plainEditor.chooseAll()"));
  const dragged = await drags({ page, look, chooseAll, count });
  await page.close();
  return { ms, busy, drags: dragged };
}

async function editor(
  context: BrowserContext,
  slug: string,
  count: number,
): Promise<Opened & { readonly checks: Checks }> {
  const page = await context.newPage();
  const look = await openEye(page);
  const work = await workOf(page);
  await page.goto(`/workflows/${slug}/edit`);
  await page.locator(".react-flow__node").first().waitFor();
  const busy = await work.so();
  await page.getByTestId("save-state").waitFor();
  await page.waitForTimeout(2_000);
  const { firstNode } = await look();
  await chooseOne(page, count);
  const checked = await checks(page, async () => (await look()).answers);
  const chooseAll = () => page.keyboard.press("ControlOrMeta+A");
  const dragged = await drags({ page, look, chooseAll, count });
  await page.close();
  return { ms: firstNode ?? Number.NaN, busy, drags: dragged, checks: checked };
}

function say(who: string, rounds: readonly Opened[]): void {
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const opened = rounds.map((round) => round.ms);
  console.log(
    `${who}, opened: median ${ms(median(opened))}, quickest ${ms(Math.min(...opened))}, slowest ${ms(Math.max(...opened))}, for which the main thread works ${ms(median(rounds.map(({ busy }) => busy)))}`,
  );
  for (const what of DRAGS)
    console.log(`${who}, ${what} dragged: ${told(rounds.map((round) => round.drags[what]))}`);
}

const path = chromiumPath();
const script = await bundle(join(import.meta.dirname, "plain-page.tsx"));
const data = freshData();
const server = await startServer(data);
const browser = await chromium.launch({
  args: [...CHROMIUM_ARGS],
  ...(path === undefined ? {} : { executablePath: path }),
});
try {
  const rest = createRest(server);
  const context = await browser.newContext({ baseURL: server.url, viewport: VIEW });
  await openSignInLink(await context.newPage(), server.signInUrl);
  for (const count of values.sizes.split(",").map(Number)) {
    const slug = `lanes-${count}`;
    await rest.saveDraft(draftOf(slug, lanesOf(count)));
    const loads = [loadavg()[0] ?? 0];
    const plains: Opened[] = [];
    const editors: (Opened & { readonly checks: Checks })[] = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      plains.push(await plain(browser, script, count));
      editors.push(await editor(context, slug, count));
      loads.push(loadavg()[0] ?? 0);
    }
    const load = loads.map((one) => one.toFixed(1)).join(", ");
    console.log(`${count} nodes, ${values.rounds} rounds by turns, load of the machine ${load}`);
    say("plain", plains);
    say("editor", editors);
    const all = editors.map(({ checks: each }) => each);
    console.log(
      `checked: ${toldChecks({ inWorker: all.flatMap(({ inWorker }) => inWorker), seen: all.flatMap(({ seen }) => seen) })}`,
    );
  }
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
