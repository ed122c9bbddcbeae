import { expect, it } from "vitest";
import type { ForkPlaceView } from "#server/services/types-fork";
import { forkAt, requestOf, say } from "./fates.ts";
import { portOptions, withPorts } from "./options.ts";

const place = (ports: readonly string[], portRequired: boolean): ForkPlaceView =>
  ({ node: "which", ports, portRequired }) as Partial<ForkPlaceView> as ForkPlaceView;
const given = { kind: "output", text: "1" } as const;
const values = (names: readonly string[], required: boolean) =>
  portOptions({ names, required }).map(({ value }) => value);

it("offers every port of a node for a result that is given to it, or none where it need not have one", () => {
  const ports = { names: ["yes", "no"], required: true };
  expect(withPorts(given, place(["yes", "no"], true))).toEqual({ ...given, port: "yes", ports });
  expect(withPorts(given, place(["yes"], false))).toEqual({
    ...given,
    ports: { names: ["yes"], required: false },
  });
  expect(withPorts(given, place([], false))).toEqual(given);
  expect(withPorts({ kind: "again" }, place(["yes"], true))).toEqual({ kind: "again" });
  expect(values(["yes", "no"], true)).toEqual(["yes", "no"]);
  expect(values(["yes"], false)).toEqual(["", "yes"]);
  const fates = say(
    forkAt("t", "which"),
    { run: "t", node: "which" },
    { ...given, port: "no", ports },
    [],
    "again",
  );
  expect(requestOf(fates)).toEqual({ id: "t", node: "which", output: 1, port: "no", also: [] });
});
