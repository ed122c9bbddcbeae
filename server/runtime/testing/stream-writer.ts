import { setTimeout as pause } from "node:timers/promises";
import { openDatabase } from "#db/client";
import { StreamRelay } from "../stream-relay.ts";
import { TaskStreams } from "../task-streams.ts";

/** A process of its own whose attempt writes as many words as it is told, then waits until it is stopped. */
const [url = "", treeId = "", words = "0"] = process.argv.slice(2);
const db = openDatabase({ url, applicationName: "banyan stream writer" });
const own = new TaskStreams();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const relay = new StreamRelay({ db, own, log, times: { renewMs: 200, paceMs: 20 } });
await relay.open();

const stop = async () => {
  await relay.close();
  await db.close();
  process.exit(0);
};
process.once("SIGTERM", () => void stop());
const writer = own.open({ treeId, run: 3, node: "write", item: null, attempt: 1 });
for (let word = 0; word < Number(words); word += 1) {
  writer.write(`word ${word} \u0001 “ß” 🌳\n`);
  await pause(1);
}
writer.end();
await pause(60_000);
