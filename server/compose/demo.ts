import { createPulse } from "../demo/pulse.ts";
import type { Services } from "../services/context.ts";
import { goOnWithDemo, stopDemo } from "../services/demo/run-demo.ts";
import type { Stopper } from "./stop.ts";

/** Goes on with demo data that an earlier process left half-way, and keeps a run of it going. */
export function openDemo(services: Services, stopper: Stopper): void {
  const { db, host, log } = services;
  const pulse = createPulse({
    db,
    host,
    onError: (error) => log.warn({ err: error }, "no live run of the demo data was started"),
  });
  stopper.onStop("demo data", async () => {
    pulse.close();
    await stopDemo(services);
  });
  goOnWithDemo(services);
}
