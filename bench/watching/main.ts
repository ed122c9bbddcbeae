import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { runningEmbedded } from "#db/embedded/attach";
import { openSignInLink } from "../../e2e/fixtures.ts";
import { runPage } from "../../e2e/pages/run-page.ts";
import { createRest } from "../../e2e/server/rest.ts";
import { freshData, startServer } from "../../e2e/server/start-server.ts";
import { quantile } from "../statistics.ts";
import { CHROMIUM_ARGS, chromiumPath } from "./chromium.ts";
import { openEye, readAllRows, type Sight } from "./eye.ts";
import { followers } from "./followers.ts";
import { recordTree } from "./recorded-tree.ts";
import { type Commit, openWriter } from "./replay.ts";

/**
 * A recorded tree of 21,845 runs grows at 200 events a second while a browser and other clients look on; a person
 * meanwhile opens all of it, scrolls, searches and closes it again. Needs a build (`npm run build`).
 * `--seconds` (60): how long the last part is replayed; what comes before is written at once.
 * `--profile FILE.cpuprofile`: what the page's thread did meanwhile, for the browser's own tools.
 * `--clients` (19): how many follow it beside the browser. `--width 4 --depth 7`: the shape of the tree.
 */
const PER_SECOND = 200;
/** Events in one commit, as an owner with little to do writes them. */
const PER_COMMIT = 4;
const TREE = "01900000-0000-7000-8000-0000000be9c4";
const CHROMIUM = chromiumPath();

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    clients: { type: "string", default: "19" },
    width: { type: "string", default: "4" },
    depth: { type: "string", default: "7" },
    profile: { type: "string" },
  },
});
const seconds = Number(values.seconds);
/** Between two looks at the heap: each halts the page for a collection, and what is on its way to the screen waits. */
const HEAP_EVERY_S = Math.max(20, seconds / 10);

function say(what: string, figures: Readonly<Record<string, string | number>>): void {
  const told = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
  console.log(`${what}: ${told.join(", ")}`);
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const mb = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;

function sayFrames(what: string, { frames }: Sight): void {
  say(what, {
    frames: frames.length,
    p50: ms(quantile(frames, 0.5)),
    p95: ms(quantile(frames, 0.95)),
    p99: ms(quantile(frames, 0.99)),
    slowest: ms(quantile(frames, 1)),
  });
}

/** From each commit to the first frame that shows it. */
function delaysOf(commits: readonly Commit[], shown: Sight["shown"]): readonly number[] {
  let place = 0;
  return commits.flatMap(({ seq, at }) => {
    while (place < shown.length && (shown[place]?.seq ?? 0) < seq) place += 1;
    const seen = shown[place];
    return seen ? [seen.at - at] : [];
  });
}

/** What a person does while it grows, again and again until it is told to stop. */
async function wander(page: Page, stopped: () => boolean): Promise<void> {
  const tree = runPage(page).tree;
  while (!stopped()) {
    await tree.focus();
    await page.keyboard.press("e");
    for (let turns = 0; turns < 40 && !stopped(); turns += 1) {
      await page.mouse.move(400, 500);
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(100);
    }
    for (const key of ["3", "ArrowDown", "ArrowRight", "5", "End", "Home"]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(400);
    }
  }
}

async function openTree(context: BrowserContext) {
  const page = await context.newPage();
  const eye = await openEye(page);
  await page.goto(`/runs/${TREE}`);
  await page.getByTestId("tree-row").first().waitFor();
  await page.waitForTimeout(2_000);
  return { page, eye };
}

// Before the writer takes its lease: the simulation lets no timer run.
const recorded = await recordTree({
  treeId: TREE,
  width: Number(values.width),
  depth: Number(values.depth),
  size: (seq, total) => (seq < total - PER_SECOND * seconds ? 500 : PER_COMMIT),
});
const data = freshData();
const server = await startServer(data);
const url = runningEmbedded(server.dataDir);
if (url === null) throw new Error("The server keeps no database of its own.");
const writer = await openWriter(url);
const browser = await chromium.launch({
  args: [...CHROMIUM_ARGS],
  ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
});
try {
  const late = recorded.entries.findIndex(({ firstSeq, lastSeq }) => lastSeq - firstSeq < PER_COMMIT);
  const until = late < 0 ? recorded.entries.length : late;
  await writer.write(recorded.entries.slice(0, until));
  say("tree", { runs: recorded.runs, events: recorded.events, seconds });

  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  await openSignInLink(await context.newPage(), server.signInUrl);
  const opening: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { page, eye } = await openTree(context);
    opening.push((await eye.look()).firstRow ?? Number.NaN);
    await page.close();
  }
  say("from the address to the first row", {
    median: ms(quantile(opening, 0.5)),
    slowest: ms(quantile(opening, 1)),
  });

  const { page, eye } = await openTree(context);
  const crowd = await followers(server, {
    treeId: TREE,
    incarnation: writer.incarnation,
    count: Number(values.clients),
  });
  const before = await eye.heap();
  await eye.look();
  await page.waitForTimeout(3_000);
  sayFrames("frames while nothing happens", await eye.look());

  const heaps: number[] = [];
  let over = false;
  const sampling = (async () => {
    while (!over) {
      await page.waitForTimeout(HEAP_EVERY_S * 1_000);
      heaps.push(await eye.heap());
    }
  })();
  const endProfile = values.profile === undefined ? null : await eye.profile();
  const wandering = wander(page, () => over);
  const commits = await writer.pace(recorded.entries.slice(until), PER_SECOND);
  over = true;
  await Promise.all([wandering, sampling]);
  await page.waitForTimeout(1_000);
  if (endProfile && values.profile) writeFileSync(values.profile, JSON.stringify(await endProfile()));
  const sight = await eye.look();
  sayFrames("frames while it grows", sight);
  const delays = delaysOf(commits, sight.shown);
  say("from the commit to the screen", {
    commits: delays.length,
    p50: ms(quantile(delays, 0.5)),
    p95: ms(quantile(delays, 0.95)),
    slowest: ms(quantile(delays, 1)),
  });
  const others = crowd.delays(commits);
  say(`from the commit to ${values.clients} other clients`, {
    p50: ms(quantile(others, 0.5)),
    p95: ms(quantile(others, 0.95)),
    slowest: ms(quantile(others, 1)),
    gaps: crowd.gaps(),
  });
  say("heap of the page", {
    before: mb(before),
    [`every ${HEAP_EVERY_S} s`]: heaps.map((heap) => mb(heap)).join(" "),
  });
  crowd.close();

  const wanted = new Map(
    (await createRest(server).tree(TREE)).map((run) => [Number(run.id.split(".")[1] ?? 0), run.status]),
  );
  const { tree } = runPage(page);
  await tree.focus();
  await page.keyboard.press("e");
  const shown = new Map(await tree.evaluate(readAllRows));
  const wrong = [...wanted].filter(([no, status]) => shown.get(no) !== status);
  say("rows on the screen beside those of the database", {
    rows: shown.size,
    runs: wanted.size,
    "missing or otherwise": wrong.length,
  });
} finally {
  await browser.close();
  await writer.end();
  await server.stop();
  data.remove();
}
