import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";

export type Ports = { readonly ingress: number; readonly admin: number; readonly node: number };

/** Starts the server, on what it kept in the folder. */
export function launch(folder: string, ports: Ports) {
  const require = createRequire(
    createRequire(import.meta.url).resolve("@restatedev/restate-server/package.json"),
  );
  const binary = require.resolve(
    `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
  );
  return spawn(binary, ["--base-dir", folder, "--node-name", "bench"], {
    stdio: "ignore",
    env: {
      ...process.env,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ports.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ports.admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${ports.node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${ports.node}`,
      RESTATE_DISABLE_TELEMETRY: "true",
    },
  });
}

/** Tells the server of the handlers; tries again until it listens and is ready. */
export async function register(server: ChildProcess, admin: number, handlers: number): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) throw new Error(`restate-server ended with code ${server.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ uri: `http://127.0.0.1:${handlers}`, force: true }),
    }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("restate-server was not ready within 60 s");
}
