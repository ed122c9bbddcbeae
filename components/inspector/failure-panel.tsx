import { type Failure, helpFor } from "#server/engine/failure";
import { severityOf } from "#server/engine/recovery/classify";
import { RunAddress } from "./run-address";

export function FailurePanel({ failure }: { readonly failure: Failure }) {
  const details = Object.entries(failure.details ?? {});
  const help = helpFor(failure.code);
  return (
    <div className="grid gap-3">
      <div className="rounded bg-failed-soft px-3 py-2 text-failed-ink">
        <p className="font-medium font-mono text-small">{failure.code}</p>
        <p className="mt-0.5 break-words">{failure.message}</p>
      </div>
      {help ? <p className="text-ink-muted">{help}</p> : null}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-small">
        <dt className="text-ink-faint">Class</dt>
        <dd>{failure.class}</dd>
        <dt className="text-ink-faint">Severity</dt>
        <dd>{severityOf(failure)}</dd>
        <dt className="text-ink-faint">Another try may help</dt>
        <dd>{failure.retryable ? "yes" : "no"}</dd>
        {details.map(([name, value]) => (
          <Detail key={name} name={name} value={String(value)} />
        ))}
      </dl>
    </div>
  );
}

function Detail({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="font-mono text-ink-faint">{name}</dt>
      <dd className="break-all font-mono">
        <RunAddress text={value} />
      </dd>
    </>
  );
}
