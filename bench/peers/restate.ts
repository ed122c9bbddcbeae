import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import * as restate from "@restatedev/restate-sdk";
import * as clients from "@restatedev/restate-sdk-clients";
import { freePort } from "./free-port.ts";
import { noOp, type Output, type Peer } from "./peer.ts";
import { launch, register } from "./restate-server.ts";

/** Restate: its server keeps a journal of each invocation in its own log and calls the handlers of this process. */
const step = (ctx: restate.Context, input: Output) => ctx.run("no-op", () => noOp(input));

type Level = { readonly width: number; readonly depth: number };

/** What a handler needs to know of its own service to call it. */
const SELF: restate.ServiceDefinition<
  "bench",
  { readonly recursion: (ctx: restate.Context, level: Level) => Promise<number> }
> = { name: "bench" };

const bench = restate.service({
  name: "bench",
  handlers: {
    chain: async (ctx: restate.Context, length: number): Promise<Output> => {
      let output: Output = { i: 0, ok: true };
      for (let index = 0; index < length; index++) output = await step(ctx, output);
      return output;
    },
    fanOut: (ctx: restate.Context, width: number): Promise<Output[]> =>
      restate.RestatePromise.all(Array.from({ length: width }, (_, i) => step(ctx, { i, ok: true }))),
    recursion: async (ctx: restate.Context, { width, depth }: Level): Promise<number> => {
      await step(ctx, { i: depth, ok: true });
      if (depth === 0) return 1;
      const self = ctx.serviceClient(SELF);
      const kids = Array.from({ length: width }, () => self.recursion({ width, depth: depth - 1 }));
      return (await restate.RestatePromise.all(kids)).reduce((sum, count) => sum + count, 1);
    },
  },
});

async function open(folder: string) {
  const handlers = createServer(restate.createEndpointHandler({ services: [bench] })).listen(0, "127.0.0.1");
  await once(handlers, "listening");
  const ports = { ingress: await freePort(), admin: await freePort(), node: await freePort() };
  const server = launch(folder, ports);
  process.once("exit", () => server.kill("SIGKILL"));
  await register(server, ports.admin, (handlers.address() as AddressInfo).port);
  const ingress = clients.connect({ url: `http://127.0.0.1:${ports.ingress}` });
  return {
    client: ingress.serviceClient<typeof bench>({ name: "bench" }),
    close: async () => {
      const ended = once(server, "exit");
      if (server.exitCode === null && server.kill("SIGTERM")) await ended;
      handlers.close();
    },
  };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;

function started() {
  if (!opened) throw new Error("not started");
  return opened;
}

export const peer: Peer = {
  start: async ({ folder }) => {
    opened = await open(folder);
  },
  chain: async (length) => started().client.chain(length),
  fanOut: async (width) => started().client.fanOut(width),
  recursion: async (width, depth) => started().client.recursion({ width, depth }),
  stop: () => started().close(),
};
