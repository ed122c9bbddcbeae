"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Json } from "#server/engine/values/json";
import type { Conversation } from "#server/services/run/messages";
import type { AttemptRow } from "#server/services/types";
import { every, messageOf, useOnceEnded, useTRPC } from "../providers";
import { Badge, CopyButton, Duration, ErrorState, Skeleton } from "../ui";
import { isCut } from "./model/cut";
import { spoken } from "./model/spoken";
import { settled } from "./model/streams";
import { costText, tokensText } from "./model/usage";
import { placeOf, valueHref } from "./model/value-href";
import { Payload } from "./payload";
import { Streams } from "./streams";
import { useStreams } from "./use-streams";

const REFRESH_MS = 2_000;

type MessagesPanelProps = {
  readonly id: string;
  readonly attempts: readonly AttemptRow[];
  readonly live: boolean;
};

/** What agents were asked in a run and what they answered, and what tasks write at the moment. */
export function MessagesPanel({ id, attempts, live }: MessagesPanelProps) {
  const trpc = useTRPC();
  const streams = settled(useStreams(id), attempts, live);
  const messages = useQuery({
    ...trpc.runs.messages.queryOptions({ id }),
    staleTime: 0,
    refetchInterval: live ? every(REFRESH_MS) : false,
  });
  useOnceEnded(live, trpc.runs.messages.queryKey({ id }));
  if (messages.error) {
    return (
      <ErrorState
        title="The messages could not be loaded"
        message={messageOf(messages.error)}
        onRetry={() => void messages.refetch()}
      />
    );
  }
  if (!messages.data) return <Skeleton className="h-40" />;
  const { conversations, cut } = messages.data;
  if (conversations.length === 0 && streams.length === 0)
    return <p className="text-ink-muted">No agent was asked in this run, and no task writes at present.</p>;
  return (
    <div className="grid gap-4" data-testid="messages">
      <Streams streams={streams} />
      {conversations.length === 0 ? null : (
        <p className="text-ink-muted text-small">
          What each attempt asked and what came back. Turns between, with tools, are not kept.
        </p>
      )}
      {conversations.map((each) => (
        <Talk key={`${each.nodeId}/${each.item}/${each.attempt}`} id={id} talk={each} />
      ))}
      {cut ? <p className="text-ink-muted text-small">Only the first of them are shown.</p> : null}
    </div>
  );
}

type TalkProps = { readonly id: string; readonly talk: Conversation };

function Talk({ id, talk }: TalkProps) {
  const { nodeId, item, attempt, agent, askedAt, answeredAt, tools, usage } = talk;
  return (
    <section className="grid gap-2 rounded border px-3 py-2" aria-label={`${nodeId}, attempt ${attempt}`}>
      <h3 className="flex flex-wrap items-center gap-2 text-small">
        <span className="font-medium font-mono">{item === null ? nodeId : `${nodeId}[${item}]`}</span>
        <span className="text-ink-muted">
          agent {agent}, attempt {attempt}
        </span>
        {tools.map((tool) => (
          <Badge key={tool}>{tool}</Badge>
        ))}
        <Duration from={askedAt} to={answeredAt} className="ml-auto text-ink-muted" />
      </h3>
      {talk.instructions === null ? null : <Said who="Instructions" what={talk.instructions} />}
      <Said who="Asked" what={talk.prompt} />
      {isCut(talk.prompt) || isCut(talk.instructions) ? (
        <a
          href={valueHref(placeOf(id, talk), "input")}
          download
          className="text-accent-ink text-small hover:underline"
        >
          Download all that was asked
        </a>
      ) : null}
      <Answer id={id} talk={talk} />
      {usage ? (
        <p className="text-ink-muted text-micro">
          {tokensText(usage)}; cost {costText(usage.costUsd)}
        </p>
      ) : null}
    </section>
  );
}

function Answer({ id, talk }: TalkProps) {
  const { answer, failure, answeredAt } = talk;
  if (failure !== null) return <p className="break-words text-failed-ink text-small">{failure}</p>;
  if (answeredAt === null) return <p className="text-ink-muted text-small">No answer yet.</p>;
  if (typeof answer !== "object" || answer === null) return <Said who="Answered" what={answer} />;
  return (
    <div>
      <p className="text-ink-faint text-micro">Answered</p>
      <Payload value={answer} label="answer" href={valueHref(placeOf(id, talk), "output")} />
    </div>
  );
}

function Said({ who, what }: { readonly who: string; readonly what: Json }) {
  const text = spoken(what);
  return (
    <Part who={who} copy={text}>
      <section
        aria-label={who}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        tabIndex={0}
        className="max-h-80 overflow-y-auto whitespace-pre-wrap break-words text-small"
      >
        {text}
      </section>
    </Part>
  );
}

function Part({
  who,
  copy,
  children,
}: {
  readonly who: string;
  readonly copy: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <p className="flex items-center gap-1 text-ink-faint text-micro">
        {who}
        <CopyButton text={copy} label={`Copy what was ${who.toLowerCase()}`} />
      </p>
      {children}
    </div>
  );
}
