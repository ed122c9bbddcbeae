"use client";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PlaceAct } from "#server/engine/insight/possible";
import type { PlaceActs } from "#server/services/run/acts";
import { ApprovalAsked, isCut } from "../inspector";
import { messageOf, useTRPC } from "../providers";
import { FormField, Input, RadioGroup, Select, Textarea } from "../ui";
import { ActForm, JsonField, PlacePicker, useJson } from "./act-form";

type PlaceFormProps = {
  readonly id: string;
  readonly act: PlaceAct;
  /** Where it is possible; one at least. */
  readonly places: readonly PlaceActs[];
  readonly onDone: () => void;
};

/** Asks for what an act at a place needs, and does it. */
export function PlaceForm({ id, act, places, onDone }: PlaceFormProps) {
  const [at, setAt] = useState(0);
  const place = places[Math.min(at, places.length - 1)];
  if (!place) return null;
  const picker = <PlacePicker places={places} at={at} onChange={setAt} />;
  const Form = FORMS[act];
  return <Form key={`${place.node}/${place.item}`} id={id} place={place} picker={picker} onDone={onDone} />;
}

type FormProps = {
  readonly id: string;
  readonly place: PlaceActs;
  readonly picker: ReactNode;
  readonly onDone: () => void;
};

function addressOf(id: string, { node, item }: PlaceActs) {
  return { id, node, ...(item === null ? {} : { item }) };
}

function RetryForm({ id, place, picker, onDone }: FormProps) {
  const trpc = useTRPC();
  const usable = place.input !== null && !isCut(place.input);
  const [start] = useState(usable ? JSON.stringify(place.input, null, 2) : "");
  const json = useJson(start);
  const retry = useMutation(trpc.runs.retryNode.mutationOptions({ onSuccess: onDone }));
  const submit = () => {
    const at = addressOf(id, place);
    if (json.text.trim() === start.trim() || json.text.trim() === "") retry.mutate(at);
    else json.read((input) => retry.mutate({ ...at, input }));
  };
  return (
    <ActForm verb="Do it again" busy={retry.isPending} error={refusalIn(retry.error)} onSubmit={submit}>
      {picker}
      <JsonField
        label="Input"
        hint={
          usable ? "JSON. Left as it is, the same input is used." : "JSON. Empty = the same input as before."
        }
        json={json}
      />
    </ActForm>
  );
}

function SettleForm({ id, place, picker, onDone, how }: FormProps & { readonly how: "complete" | "skip" }) {
  const trpc = useTRPC();
  const json = useJson("");
  const [port, setPort] = useState(place.portRequired ? (place.ports[0] ?? "") : "");
  const settle = useMutation(trpc.runs.settleNode.mutationOptions({ onSuccess: onDone }));
  const submit = () =>
    json.read((output) =>
      settle.mutate({ ...addressOf(id, place), how, output, ...(port === "" ? {} : { port }) }),
    );
  return (
    <ActForm
      verb={how === "skip" ? "Skip it" : "Complete it"}
      busy={settle.isPending}
      error={refusalIn(settle.error)}
      onSubmit={submit}
    >
      {picker}
      <JsonField
        label="Output"
        hint="JSON; empty is null. The run goes on as if the work had given it."
        json={json}
      />
      {place.ports.length > 0 ? <Ports place={place} port={port} onPort={setPort} /> : null}
    </ActForm>
  );
}

type PortsProps = {
  readonly place: PlaceActs;
  readonly port: string;
  readonly onPort: (port: string) => void;
};

function Ports({ place, port, onPort }: PortsProps) {
  const options = place.ports.map((name) => ({ value: name, label: name }));
  return (
    <FormField label="Port" hint="The edges that are taken from here.">
      {({ id }) => (
        <Select
          id={id}
          label="Port"
          value={port}
          options={place.portRequired ? options : [{ value: "", label: "None" }, ...options]}
          onChange={onPort}
        />
      )}
    </FormField>
  );
}

function CompleteForm(props: FormProps) {
  return <SettleForm {...props} how="complete" />;
}

function SkipForm(props: FormProps) {
  return <SettleForm {...props} how="skip" />;
}

function FailForm({ id, place, picker, onDone }: FormProps) {
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const fail = useMutation(trpc.runs.failNode.mutationOptions({ onSuccess: onDone }));
  const submit = () =>
    fail.mutate({ ...addressOf(id, place), ...(reason.trim() === "" ? {} : { reason: reason.trim() }) });
  return (
    <ActForm verb="Let it fail" busy={fail.isPending} error={refusalIn(fail.error)} onSubmit={submit}>
      {picker}
      <FormField label="Reason" hint="What its recovery and the journal are told. May be left out.">
        {(wiring) => (
          <Input
            {...wiring}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FormField>
    </ActForm>
  );
}

function SignalForm({ id, place, picker, onDone }: FormProps) {
  const trpc = useTRPC();
  const json = useJson("");
  const signal = useMutation(trpc.runs.signal.mutationOptions({ onSuccess: onDone }));
  const submit = () => json.read((payload) => signal.mutate({ id, node: place.node, payload }));
  return (
    <ActForm verb="Send the signal" busy={signal.isPending} error={refusalIn(signal.error)} onSubmit={submit}>
      {picker}
      <JsonField label="Payload" hint="JSON; empty is null." json={json} />
    </ActForm>
  );
}

const ANSWERS = [
  { value: "approve", label: "Approve" },
  { value: "deny", label: "Deny" },
] as const;
const VERBS: Readonly<Record<string, string>> = { approve: "Approve", deny: "Deny" };

function AnswerForm({ id, place, picker, onDone }: FormProps) {
  const trpc = useTRPC();
  const [answer, setAnswer] = useState("");
  const [comment, setComment] = useState("");
  const send = useMutation(trpc.runs.answer.mutationOptions({ onSuccess: onDone }));
  const submit = () =>
    send.mutate({
      id,
      node: place.node,
      approve: answer === "approve",
      generation: place.generation,
      ...(comment.trim() === "" ? {} : { comment: comment.trim() }),
    });
  return (
    <ActForm
      verb={VERBS[answer] ?? ""}
      missing={answer in VERBS ? null : "Approve or deny first"}
      busy={send.isPending}
      error={refusalIn(send.error)}
      onSubmit={submit}
    >
      {picker}
      {place.asked ? <ApprovalAsked {...place.asked} /> : null}
      <RadioGroup label="Answer" value={answer} options={ANSWERS} onChange={setAnswer} />
      <FormField label="Comment" hint="May be left out.">
        {(wiring) => (
          <Textarea
            {...wiring}
            maxLength={2_000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </FormField>
    </ActForm>
  );
}

const FORMS = {
  retry: RetryForm,
  complete: CompleteForm,
  skip: SkipForm,
  fail: FailForm,
  signal: SignalForm,
  answer: AnswerForm,
} as const satisfies Record<PlaceAct, (props: FormProps) => ReactNode>;

export function refusalIn(error: unknown): string | undefined {
  return error ? messageOf(error) : undefined;
}
