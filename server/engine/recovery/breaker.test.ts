import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  admit,
  BREAKER_SETTINGS,
  type Breaker,
  breakerId,
  breakerKeyOf,
  CLOSED,
  hold,
  report,
  reset,
  resourceOf,
  standingOf,
  trip,
} from "./breaker.ts";

const settings = { ...BREAKER_SETTINGS, failures: 3, openMs: 100, openCapMs: 400, probeMs: 50, probes: 2 };
const ill = (at: number, probe: string | null = null) =>
  ({ at, probe, outcome: "ill", message: "503" }) as const;
const well = (at: number, probe: string | null = null) => ({ at, probe, outcome: "well" }) as const;
const told = (breaker: Breaker, ...said: Parameters<typeof report>[1][]) =>
  said.reduce((next, each) => report(next, each, settings), breaker);

describe("a breaker", () => {
  it("opens after so many failures in a row, and not before", () => {
    expect(told(CLOSED, ill(1), ill(2)).state).toBe("closed");
    expect(told(CLOSED, ill(1), ill(2), well(3), ill(4), ill(5)).state).toBe("closed");
    expect(told(CLOSED, ill(1), ill(2), ill(3))).toMatchObject({ state: "open", until: 103, trips: 1 });
  });

  it("lets probes through once its time is over, and closes when they are well", () => {
    const open = told(CLOSED, ill(1), ill(2), ill(3));
    expect(admit(open, { at: 102, id: "a" }, settings).admission).toEqual({ verdict: "hold", until: 103 });
    const first = admit(open, { at: 103, id: "a" }, settings);
    const second = admit(first.breaker, { at: 104, id: "b" }, settings);
    const third = admit(second.breaker, { at: 105, id: "c" }, settings);
    expect([first, second, third].map(({ admission }) => admission)).toEqual([
      { verdict: "probe", id: "a" },
      { verdict: "probe", id: "b" },
      { verdict: "hold", until: 153 },
    ]);
    expect(told(third.breaker, well(106, "a"))).toMatchObject({ state: "closed", trips: 0, probes: [] });
  });

  it("stays open twice as long each time that a probe fails, up to a cap", () => {
    let breaker = told(CLOSED, ill(0), ill(0), ill(0));
    const waits: number[] = [];
    for (let round = 0; round < 4; round++) {
      const at = breaker.until ?? 0;
      breaker = report(admit(breaker, { at, id: "p" }, settings).breaker, ill(at, "p"), settings);
      waits.push((breaker.until ?? 0) - at);
    }
    expect(waits).toEqual([200, 400, 400, 400]);
  });

  it("gives the place of a probe that never answers to another one", () => {
    const open = told(CLOSED, ill(0), ill(0), ill(0));
    const one = { ...settings, probes: 1 };
    const lost = admit(open, { at: 100, id: "lost" }, one).breaker;
    expect(admit(lost, { at: 149, id: "next" }, one).admission).toEqual({ verdict: "hold", until: 150 });
    expect(admit(lost, { at: 150, id: "next" }, one).admission).toEqual({ verdict: "probe", id: "next" });
    expect(told(lost, { at: 120, probe: "lost", outcome: "left" }).probes).toEqual([]);
  });

  it("keeps what a person says apart from its figures", () => {
    const forced = { state: "open", reason: "contract ended", by: "Ann", at: 5, until: 50 } as const;
    const held = hold(CLOSED, forced);
    expect(standingOf(held, 10)).toEqual({ state: "open", until: 50, forced: true });
    expect(held.state).toBe("closed");
    expect(standingOf(held, 50)).toMatchObject({ state: "closed", forced: false });
    const kept = hold(told(CLOSED, ill(0), ill(0), ill(0)), { ...forced, state: "closed", until: null });
    expect(admit(kept, { at: 10, id: "x" }, settings).admission).toEqual({ verdict: "pass" });
    expect(kept.state).toBe("open");
    expect(standingOf(reset(kept), 10)).toEqual({ state: "closed", until: null, forced: false });
  });

  it("that is tripped by hand finds its way back by itself", () => {
    const tripped = trip(CLOSED, 0, settings);
    expect(standingOf(tripped, 99).state).toBe("open");
    expect(standingOf(tripped, 100).state).toBe("halfOpen");
  });

  it.each([
    [
      "banyan:http",
      { values: { url: "https://u:p@API.example.com:8443/v1?q=1" } },
      "http:api.example.com:8443",
    ],
    ["banyan:http", { values: { url: "/relative" } }, null],
    ["banyan:http", null, null],
    ["banyan:agent/writer", {}, "agent:writer"],
    ["fetch", { url: "https://x" }, "task:fetch"],
  ])("of %s with %j is %s", (task, input, id) => {
    const key = resourceOf(task, input);
    expect(key && breakerId(key)).toBe(id);
    if (id !== null) expect(breakerKeyOf(id)).toEqual(key);
  });
});

/** The same machine in other words: what has happened, looked at from the start each time. */
type Model = {
  /** Failures in a row since it last closed. */
  run: number;
  phase: "closed" | "open" | "trial";
  until: number;
  openings: number;
  trial: Map<string, number>;
};
type System = { breaker: Breaker; now: number; ids: number };

class Wait implements fc.Command<Model & { now: number }, System> {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  run(model: Model & { now: number }, real: System) {
    model.now += this.ms;
    real.now += this.ms;
  }
  toString = () => `wait ${this.ms}`;
}

class Ask implements fc.Command<Model & { now: number }, System> {
  check = () => true;
  run(model: Model & { now: number }, real: System) {
    const id = `p${real.ids++}`;
    const { breaker, admission } = admit(real.breaker, { at: real.now, id }, settings);
    real.breaker = breaker;
    if (model.phase === "closed") {
      expect(admission.verdict).toBe("pass");
      return;
    }
    if (model.phase === "open" && model.now < model.until) {
      expect(admission).toEqual({ verdict: "hold", until: model.until });
      return;
    }
    model.phase = "trial";
    for (const [probe, until] of model.trial) if (until <= model.now) model.trial.delete(probe);
    if (model.trial.size < settings.probes) {
      expect(admission).toEqual({ verdict: "probe", id });
      model.trial.set(id, model.now + settings.probeMs);
    } else {
      expect(admission.verdict).toBe("hold");
    }
    expect(breaker.probes.length).toBeLessThanOrEqual(settings.probes);
  }
  toString = () => "ask";
}

class Say implements fc.Command<Model & { now: number }, System> {
  readonly outcome: "well" | "ill" | "left";
  readonly asProbe: boolean;
  constructor(outcome: "well" | "ill" | "left", asProbe: boolean) {
    this.outcome = outcome;
    this.asProbe = asProbe;
  }
  check = () => true;
  run(model: Model & { now: number }, real: System) {
    const probe = this.asProbe ? ([...model.trial.keys()][0] ?? null) : null;
    real.breaker = report(real.breaker, { at: real.now, probe, outcome: this.outcome }, settings);
    if (probe !== null) model.trial.delete(probe);
    this.#fold(model, probe !== null);
    expect(real.breaker.state).toBe({ closed: "closed", open: "open", trial: "halfOpen" }[model.phase]);
    if (model.phase === "closed") expect(real.breaker.failures).toBe(model.run);
    if (model.phase === "open") expect(real.breaker.until).toBe(model.until);
  }
  #fold(model: Model & { now: number }, isProbe: boolean) {
    if (this.outcome === "left") return;
    if (model.phase === "closed") {
      model.run = this.outcome === "well" ? 0 : model.run + 1;
      if (model.run >= settings.failures) open(model);
    } else if (model.phase === "trial" && isProbe) {
      if (this.outcome === "ill") open(model);
      else Object.assign(model, { phase: "closed", run: 0, openings: 0, trial: new Map() });
    }
  }
  toString = () => `${this.outcome}${this.asProbe ? " (probe)" : ""}`;
}

function open(model: Model & { now: number }) {
  model.openings += 1;
  model.phase = "open";
  model.run = 0;
  model.until = model.now + Math.min(settings.openCapMs, settings.openMs * 2 ** (model.openings - 1));
  model.trial = new Map();
}

describe("any history of a breaker", () => {
  it("is what the rules say, step by step", () => {
    const commands = [
      fc.nat(150).map((ms) => new Wait(ms)),
      fc.constant(new Ask()),
      fc
        .tuple(
          fc.constantFrom("well" as const, "ill" as const, "ill" as const, "left" as const),
          fc.boolean(),
        )
        .map(([outcome, asProbe]) => new Say(outcome, asProbe)),
    ];
    fc.assert(
      fc.property(fc.commands(commands, { maxCommands: 60 }), (all) => {
        const model = () => ({
          run: 0,
          phase: "closed" as const,
          until: 0,
          openings: 0,
          trial: new Map(),
          now: 0,
        });
        fc.modelRun(() => ({ model: model(), real: { breaker: CLOSED, now: 0, ids: 0 } }), all);
      }),
      { numRuns: 2_000 },
    );
  });
});
