import { withTransaction } from "#db/client";
import { insertAgent } from "#db/queries/agents";
import { audit } from "../audit.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { DEMO_AGENTS } from "./demo-agents.ts";
import { agentDraft } from "./rows.ts";

const SEEDER: Caller = { actor: { kind: "system", id: "seed", name: "Banyan" }, role: "owner" };

/** Registers the demo agents that are not there. Whoever wants none of them disables them. */
export async function seedAgents({ db, agents }: Pick<Services, "db" | "agents">): Promise<void> {
  for (const agent of DEMO_AGENTS) {
    await withTransaction(db, async (tx) => {
      if (!(await insertAgent(tx, agentDraft(agent, SEEDER.actor.name)))) return;
      await audit(tx, SEEDER, "agent.write", `agents/${agent.id}`, "registered");
    });
  }
  await agents.refresh();
}
