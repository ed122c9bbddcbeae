"use client";
import { Button } from "../button";
import type { QueryProblem } from "./model/query";

type ProblemsProps = {
  readonly problems: readonly QueryProblem[];
  readonly onFix: (problem: QueryProblem) => void;
};

/** What could not be understood, each with the way out where there is one. */
export function Problems({ problems, onFix }: ProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <ul role="alert" className="mt-1 grid gap-0.5 text-failed-ink text-small">
      {problems.map((problem) => (
        <li key={`${problem.from}-${problem.message}`} className="flex flex-wrap items-center gap-2">
          {problem.message}
          {problem.fix === null ? null : (
            <Button size="small" look="quiet" onClick={() => onFix(problem)}>
              Use {problem.fix}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
