"use client";
import { X } from "lucide-react";
import { Button } from "../../ui";
import { withBreakpoint } from "../model/trial/trial";
import { useTrial } from "../trial-context";

/** Everything that dry runs stop before, in whichever workflow. */
export function StopList() {
  const { trial, change } = useTrial();
  if (trial.breakpoints.length === 0) return null;
  return (
    <section className="grid gap-1" aria-label="Breakpoints">
      <h3 className="font-medium text-ink-muted text-small">Stops before</h3>
      <ul className="grid gap-0.5 text-small">
        {trial.breakpoints.map((stop) => (
          <li key={`${stop.slug}/${stop.node}`} className="flex min-h-7 items-center gap-2">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {stop.node} <span className="text-ink-muted">of {stop.slug}</span>
              {stop.when ? (
                <>
                  {" "}
                  where <code className="font-mono">{stop.when}</code>
                </>
              ) : null}
            </span>
            <Button
              size="icon"
              look="quiet"
              aria-label={`Do not stop before ${stop.node} of ${stop.slug}`}
              onClick={() => change(withBreakpoint(trial, stop, false))}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
