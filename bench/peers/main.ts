import { measure } from "./measure.ts";
import type { Peer } from "./peer.ts";
import type { PeerAnswer, PeerRequest, Place } from "./protocol.ts";

/** Process of one peer: `main.ts NAME FOLDER`, started by the bench, which asks over the IPC channel. */
const [name, folder] = process.argv.slice(2);
// Not an argument: the address holds a password, and arguments are there for everybody to see.
const databaseUrl = process.env["BENCH_DATABASE_URL"];
if (!name || !databaseUrl || !folder || !process.send) {
  throw new Error("`npm run bench -- --peers` starts this file");
}
const place: Place = { databaseUrl, folder };
let loaded: Peer | undefined;

async function act(request: PeerRequest): Promise<PeerAnswer> {
  if (!loaded) loaded = ((await import(`./${name}.ts`)) as { readonly peer: Peer }).peer;
  if (request !== "start" && request !== "stop") return await measure(loaded, request);
  const start = performance.now();
  await (request === "start" ? loaded.start(place) : loaded.stop());
  return { ok: true, units: 0, ms: performance.now() - start };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error);
  return message.split("\n")[0] ?? message;
}

process.on("message", (request: PeerRequest) => {
  act(request).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ ok: false, error: messageOf(error) } satisfies PeerAnswer),
  );
});

// What a peer has started (a server, say) ends with this process, and this process with the bench.
process.once("SIGTERM", () => process.exit(1));
process.once("disconnect", () => process.exit(1));
