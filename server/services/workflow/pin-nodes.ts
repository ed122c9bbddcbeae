import { withTransaction } from "#db/client";
import { lockPins, writePins } from "#db/queries/drafts";
import type { Json } from "#server/engine/values/json";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { PinNodesInput } from "../inputs-drafts.ts";
import type { Caller, DraftPins } from "../types.ts";
import { noWorkflow } from "./no-workflow.ts";
import { pinsIn } from "./pins.ts";

/** They go along with every run of the draft, in the event that binds its graph. */
const MOST_BYTES = 1024 * 1024;

/**
 * Pins results to nodes of the draft, or takes pins away; other pins stay. They stand beside the draft and not in it, so no
 * revision can ever have them.
 */
export async function pinNodes(
  { db, redactor }: Pick<Services, "db" | "redactor">,
  caller: Caller,
  { slug, pins }: PinNodesInput,
): Promise<DraftPins> {
  authorize(caller, "workflow.pin");
  const given = redactor.json(pins as Json) as PinNodesInput["pins"];
  return await withTransaction(db, async (tx) => {
    const row = await lockPins(tx, slug);
    if (!row) throw noWorkflow(slug);
    const all = Object.entries({ ...pinsIn(row.draftPins), ...given });
    const kept = Object.fromEntries(all.filter(([, pin]) => pin !== null)) as DraftPins["pins"];
    const text = JSON.stringify(kept);
    if (Buffer.byteLength(text) > MOST_BYTES)
      throw new ServiceError(
        "LIMIT_EXCEEDED",
        `The pins of a draft may be ${MOST_BYTES} bytes long at most, all together. Pin something shorter, or unpin other nodes.`,
      );
    await writePins(tx, slug, Object.keys(kept).length === 0 ? null : text);
    await audit(tx, caller, "workflow.pin", `workflows/${slug}`, told(given));
    return { slug, pins: kept };
  });
}

function told(given: PinNodesInput["pins"]): string {
  const names = (pinned: boolean) =>
    Object.entries(given).flatMap(([node, pin]) => ((pin !== null) === pinned ? [node] : []));
  const [on, off] = [names(true), names(false)];
  return [on.length > 0 ? `pinned ${on.join(", ")}` : "", off.length > 0 ? `unpinned ${off.join(", ")}` : ""]
    .filter(Boolean)
    .join("; ")
    .slice(0, 500);
}
