"use client";
import type { ShownWait } from "#server/services/types";
import { ApprovalAsked } from "./approval-asked";
import { approvalsText, isDetailed, parkedIn, placeText, waitingTexts } from "./model/waiting";
import { ParkedPlace } from "./parked-place";

type WaitingForProps = { readonly id: string; readonly reasons: readonly ShownWait[] };

/** What a run waits for: first what only a person can decide, then the rest. */
export function WaitingFor({ id, reasons }: WaitingForProps) {
  const texts = waitingTexts(reasons.filter((reason) => reason.kind !== "person" && !isDetailed(reason)));
  if (reasons.length === 0) return null;
  return (
    <section aria-label="Waits for" className="grid gap-2">
      {parkedIn(reasons).map((place) => (
        <ParkedPlace key={placeText(place)} id={id} place={place} />
      ))}
      {reasons.filter(isDetailed).map((asked) => (
        <div key={placeText(asked)} className="rounded border bg-panel px-3 py-2 text-small">
          <p className="mb-1">
            <span className="font-medium font-mono">{placeText(asked)}</span>{" "}
            <span className="text-ink-muted">asks for {approvalsText(asked)}</span>
          </p>
          <ApprovalAsked title={asked.title} details={asked.details} />
        </div>
      ))}
      {texts.length > 0 ? <h3 className="font-medium text-ink-muted text-small">Waits for</h3> : null}
      {texts.length > 0 ? (
        <ul className="grid gap-1 text-small">
          {texts.map((text) => (
            <li key={text} className="break-words">
              {text}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
