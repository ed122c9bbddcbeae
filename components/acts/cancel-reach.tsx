import type { ReactNode } from "react";
import { type Reach, reachWords } from "./model/reach";

type CancelReachProps = {
  readonly reach: Reach;
  /** `in 3 trees` */
  readonly where?: string;
  readonly testId: string;
};

/** What a cancel would stop at this moment. */
export function CancelReach({ reach, where, testId }: CancelReachProps) {
  const { runs, queued, attempts } = reachWords(reach);
  return (
    <p data-testid={testId}>
      This stops <Strong>{runs}</Strong>
      {queued}
      {where ? ` ${where}` : ""}
      {attempts ? (
        <>
          {queued ? "," : ""} and <Strong>{attempts}</Strong> at work now
        </>
      ) : null}
      . What has ended keeps its result.
    </p>
  );
}

function Strong({ children }: { readonly children: ReactNode }) {
  return <strong className="font-medium text-ink">{children}</strong>;
}
