import { createLogUpdate } from "log-update";
import type { Client } from "./client.ts";
import { painter } from "./draw.ts";
import { follow } from "./follow.ts";
import { foldEvent } from "./model/fold-event.ts";
import { type Branch, type Forest, newForest } from "./model/forest.ts";
import { frame, GLYPHS, type Line } from "./model/frame.ts";
import { duration } from "./model/words.ts";
import type { EventRow } from "./shapes.ts";

const FRAME_MS = 100;

/** Shows a run's tree until the run has ended: in place on a terminal, else one line for each change. */
export async function watchRun(client: Client, runId: string, stream: NodeJS.WriteStream): Promise<void> {
  const forest = newForest();
  const ended = () => forest.byId.get(runId)?.endedAt != null;
  // A terminal of unknown size (0 columns) cannot be drawn on.
  const view = stream.isTTY && stream.columns > 0 ? liveView(forest, stream) : lineView(forest, stream);
  try {
    for await (const events of follow(client, runId, ended)) {
      for (const event of events) foldEvent(forest, event);
      view.changed(events);
    }
  } finally {
    view.close();
  }
}

type View = { readonly changed: (events: readonly EventRow[]) => void; readonly close: () => void };

function liveView(forest: Forest, stream: NodeJS.WriteStream): View {
  const update = createLogUpdate(stream);
  const paint = painter(stream);
  const draw = () => {
    const screen = {
      height: Math.max(4, (stream.rows ?? 24) - 2),
      width: stream.columns ?? 80,
      now: Date.now(),
    };
    update(frame(forest, screen).map(paint).join("\n"));
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    changed: () => {},
    close: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

const TOLD = /^Run(Started|Succeeded|Failed|Cancelled)$/;

function lineView(forest: Forest, stream: NodeJS.WriteStream): View {
  const paint = painter(stream);
  return {
    changed: (events) => {
      for (const event of events) {
        const branch = TOLD.test(event.type) ? forest.byId.get(event.runId ?? "") : undefined;
        if (branch) stream.write(`${paint(lineOf(branch, event))}\n`);
      }
    },
    close: () => {},
  };
}

function lineOf(branch: Branch, event: EventRow): Line {
  const status = event.type === "RunStarted" ? "running" : branch.status;
  const spent =
    status === "running" ? "started" : duration((branch.endedAt ?? branch.startedAt) - branch.startedAt);
  return [
    { text: `${"  ".repeat(branch.depth)}${GLYPHS[status]} `, tone: status },
    { text: branch.label, tone: "plain" },
    {
      text: `  ${spent}${status === "failed" && branch.failure ? ` · ${branch.failure}` : ""}`,
      tone: "muted",
    },
  ];
}
