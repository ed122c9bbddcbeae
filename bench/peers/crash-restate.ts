import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import * as restate from "@restatedev/restate-sdk";
import * as clients from "@restatedev/restate-sdk-clients";
import { freePort } from "./free-port.ts";
import { killingOf, note, slowCall } from "./outside.ts";
import { launch, type Ports, register } from "./restate-server.ts";

/**
 * Restate under `bench:crash`: its server and the process of its handlers are killed together, and start again on the same
 * ports, for the server goes on calling where the handlers were registered.
 */
const killing = killingOf(process.argv);
const folder = dirname(killing.oracle);

const bench = restate.service({
  name: "crash",
  handlers: {
    chain: async (ctx: restate.Context, tree: number): Promise<void> => {
      for (let call = 0; call < killing.length; call++) {
        await ctx.run("call", () => slowCall(killing, tree, call));
      }
      note(killing, { tree });
    },
  },
});

async function ports(): Promise<Ports & { readonly handlers: number }> {
  const file = join(folder, "ports.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Ports & { handlers: number };
  const found = {
    ingress: await freePort(),
    admin: await freePort(),
    node: await freePort(),
    handlers: await freePort(),
  };
  writeFileSync(file, JSON.stringify(found));
  return found;
}

const places = await ports();
const handlers = createServer(restate.createEndpointHandler({ services: [bench] }));
handlers.listen(places.handlers, "127.0.0.1");
await once(handlers, "listening");
const server = launch(join(folder, "restate"), places);
if (killing.begin) {
  await register(server, places.admin, (handlers.address() as AddressInfo).port);
  const client = clients
    .connect({ url: `http://127.0.0.1:${places.ingress}` })
    .serviceSendClient<typeof bench>({
      name: "crash",
    });
  await Promise.all(
    Array.from({ length: killing.trees }, (_, tree) =>
      client.chain(tree, clients.rpc.sendOpts({ idempotencyKey: `tree-${tree}` })),
    ),
  );
}
process.send?.("started");
