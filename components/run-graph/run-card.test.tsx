import { ReactFlowProvider } from "@xyflow/react";
import type { ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { runRow, storeOf } from "../tree/testing/trees";
import { CardsContext } from "./cards-context";
import { RunCard } from "./run-card";

it("a failure that came up from below looks other than one of the run's own", () => {
  const store = storeOf(runRow(0, null, { status: "failed" }), runRow(1, 0, { status: "failed" }));
  const cards = { store, active: null, paused: false };
  const causes = store.screen().map((line) => {
    const props = { data: { line } } as ComponentProps<typeof RunCard>;
    const card = renderToStaticMarkup(
      <ReactFlowProvider>
        <CardsContext value={cards}>
          <RunCard {...props} />
        </CardsContext>
      </ReactFlowProvider>,
    );
    return /data-cause="(\w+)"/.exec(card)?.[1];
  });
  expect(causes).toEqual(["child", "itself"]);
});
