"use client";
import type { WaitReason } from "#server/engine/insight/why-waiting";
import { parkedIn, placeText, waitingTexts } from "./model/waiting";
import { ParkedPlace } from "./parked-place";

type WaitingForProps = { readonly id: string; readonly reasons: readonly WaitReason[] };

/** What a run waits for: first what only a person can decide, then the rest. */
export function WaitingFor({ id, reasons }: WaitingForProps) {
  const texts = waitingTexts(reasons.filter(({ kind }) => kind !== "person"));
  if (reasons.length === 0) return null;
  return (
    <section aria-label="Waits for" className="grid gap-2">
      {parkedIn(reasons).map((place) => (
        <ParkedPlace key={placeText(place)} id={id} place={place} />
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
