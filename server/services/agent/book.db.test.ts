import { afterAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import { callerAs, openServices } from "../testing/services.ts";
import { keepFresh, openAgentBook } from "./book.ts";
import { createAgent } from "./create.ts";
import { DEMO_AGENTS } from "./demo-agents.ts";
import { removeAgent } from "./remove.ts";

const { db } = await cloneDatabase();
const services = await openServices(db, {});
const owner = callerAs("owner");
afterAll(() => services.host.stop({ timeoutMs: 1_000 }));

test("an agent that one process registers or removes is known to another one soon", async () => {
  const [draft] = DEMO_AGENTS;
  if (!draft) throw new Error("there are demo agents");
  const elsewhere = await openAgentBook(db);
  const known = async () => elsewhere.find("newcomer") !== undefined;
  const stop = keepFresh(elsewhere, { everyMs: 20, onError: () => undefined });
  await createAgent(services, owner, { ...draft, id: "newcomer" });
  await until(known, (there) => there);
  await removeAgent(services, owner, { id: "newcomer" });
  await until(known, (there) => !there);
  stop();
  await createAgent(services, owner, { ...draft, id: "newcomer" });
  await elsewhere.refresh();
  expect(elsewhere.find("newcomer")).toMatchObject({ id: "newcomer", provider: "demo" });
});
