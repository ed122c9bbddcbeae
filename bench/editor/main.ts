import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { graphSchema } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import { openSignInLink } from "../../e2e/fixtures.ts";
import { createRest } from "../../e2e/server/rest.ts";
import { freshData, startServer } from "../../e2e/server/start-server.ts";
import { bundle } from "../bundle.ts";
import { median, quantile } from "../statistics.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../watching/chromium.ts";
import { openEye, type Sight } from "./eye.ts";
import { LANE, lanesOf } from "./lanes.ts";

/**
 * The editor beside a plain page of React Flow with the same nodes in the same places: how long until they stand there,
 * how long frames take while one node and while all are dragged with the whole graph in view, and how long the
 * engine takes to check the graph. Needs a build (`npm run build`). `--sizes 300,1000`, `--rounds 3`.
 */
const { values } = parseArgs({
  options: { sizes: { type: "string", default: "300,1000" }, rounds: { type: "string", default: "3" } },
});
const rounds = Array.from({ length: Number(values.rounds) }, (_, round) => round);
const VIEW = { width: 1440, height: 900 };
const DRAG_STEPS = 90;

const ms = (value: number): string => `${Math.round(value)} ms`;
const node = (id: string): string => `.react-flow__node[data-id="${id}"]`;

/** Far from the rim, near which the view moves along. */
const middleOf = (count: number): string => `n${(Math.floor(count / LANE) >> 1) * LANE + (LANE >> 1)}`;

/** Leads a node to and fro, an event a frame at most, and answers what the frames meanwhile took. */
async function drag(page: Page, look: () => Promise<Sight>, id: string): Promise<readonly number[]> {
  const box = await page.locator(node(id)).boundingBox();
  if (!box) throw new Error(`${id} is not in view.`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const before = await page.locator(node(id)).getAttribute("style");
  await page.mouse.move(x, y);
  await page.mouse.down();
  await look();
  for (let step = 1; step <= DRAG_STEPS; step += 1) {
    await page.mouse.move(x + 60 * Math.sin(step / 8), y + 40 * Math.sin(step / 5));
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))");
  }
  const { frames } = await look();
  if ((await page.locator(node(id)).getAttribute("style")) === before) throw new Error(`${id} did not move.`);
  await page.mouse.up();
  return frames;
}

function told(frames: readonly number[]): string {
  const mean = frames.reduce((sum, one) => sum + one, 0) / frames.length;
  return `${(1000 / mean).toFixed(1)} frames a second, p50 ${ms(quantile(frames, 0.5))} p95 ${ms(quantile(frames, 0.95))} slowest ${ms(Math.max(...frames))}`;
}

type Standing = {
  readonly who: string;
  readonly page: Page;
  readonly look: () => Promise<Sight>;
  readonly count: number;
  readonly chooseAll: () => Promise<void>;
};

async function sayDrags({ who, page, look, count, chooseAll }: Standing): Promise<void> {
  await page.locator(".react-flow__controls-fitview").click();
  await page.locator(node(`n${count - 1}`)).waitFor();
  const middle = middleOf(count);
  console.log(`${who}, one node dragged: ${told(await drag(page, look, middle))}`);
  await chooseAll();
  await page.waitForFunction(
    `document.querySelectorAll(".react-flow__node.selected").length === document.querySelectorAll(".react-flow__node").length`,
  );
  const drawn = await page.locator(".react-flow__node.selected").count();
  console.log(`${who}, all nodes dragged (${drawn} in view): ${told(await drag(page, look, middle))}`);
}

async function measurePlain(browser: Browser, script: string, count: number): Promise<void> {
  const times: number[] = [];
  for (const round of rounds) {
    const page = await browser.newPage({ viewport: VIEW });
    const look = await openEye(page);
    await page.goto("about:blank");
    await page.setContent('<div id="root"></div>');
    await page.addStyleTag({ path: STYLE });
    await page.addScriptTag({ content: script });
    times.push((await page.evaluate(`plainEditor.open({ count: ${count}, culled: true })`)) as number);
    if (round === rounds.length - 1) {
      console.log(`${count} nodes, plain: drawn in ${ms(median(times))} (nothing to load)`);
      const chooseAll = async () => void (await page.evaluate("plainEditor.chooseAll()"));
      await sayDrags({ who: `${count} nodes, plain`, page, look, count, chooseAll });
    }
    await page.close();
  }
}

async function measureEditor(page: () => Promise<Page>, slug: string, count: number): Promise<void> {
  const times: number[] = [];
  for (const round of rounds) {
    const opened = await page();
    const look = await openEye(opened);
    await opened.goto(`/workflows/${slug}/edit`);
    await opened.locator(".react-flow__node").first().waitFor();
    await opened.getByTestId("save-state").waitFor();
    await opened.waitForTimeout(2_000);
    const { firstNode, answers } = await look();
    times.push(firstNode ?? Number.NaN);
    if (round === rounds.length - 1) {
      console.log(
        `${count} nodes, editor: from the address to the first node ${ms(median(times))}, slowest ${ms(Math.max(...times))}`,
      );
      console.log(
        `${count} nodes, editor: first answer of the worker, its start included ${ms(answers[0]?.ms ?? Number.NaN)}`,
      );
      const chooseAll = () => opened.keyboard.press("ControlOrMeta+A");
      await sayDrags({ who: `${count} nodes, editor`, page: opened, look, count, chooseAll });
    }
    await opened.close();
  }
}

/** The engine's own check, as the worker calls it, here without a browser and without the copies to and fro. */
function sayChecks(draft: unknown, count: number): void {
  const graph = graphSchema.parse(draft);
  const taken = Array.from({ length: 15 }, () => {
    const copy = structuredClone(graph);
    const begun = performance.now();
    validateGraph(copy);
    return performance.now() - begun;
  });
  console.log(
    `${count} nodes, checked by the engine in Node: first ${ms(taken[0] ?? Number.NaN)}, median ${ms(median(taken))}`,
  );
}

const STYLE = join(import.meta.dirname, "../../node_modules/@xyflow/react/dist/style.css");
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
    const { places, edges } = lanesOf(count);
    const draft = {
      schemaVersion: 1,
      slug,
      name: `Lanes ${count}`,
      nodes: Object.fromEntries(
        places.map(({ id, x, y }) => [id, { kind: "transform", output: 1, position: { x, y } }]),
      ),
      edges,
    };
    await rest.saveDraft(draft);
    sayChecks(draft, count);
    await measurePlain(browser, script, count);
    await measureEditor(() => context.newPage(), slug, count);
  }
} finally {
  await browser.close();
  await server.stop();
  data.remove();
}
