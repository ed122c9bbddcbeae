import type { Database } from "#db/client";
import type { MetricSpec } from "#server/engine/metrics/metric";
import type { Schema } from "#server/engine/schema/fits";
import type { Load } from "#server/executors/agent/places";
import type { Inherit, Recover } from "#server/runtime/answers";
import type { Executor } from "#server/runtime/executor";
import type { Host } from "#server/runtime/host";
import type { TaskStreams } from "#server/runtime/task-streams";
import type { OpenedChain } from "#server/secrets/chain";
import type { Redactor } from "#server/secrets/redactor";
import type { Vault } from "#server/secrets/vault";
import type { LiveAgentBook } from "./agent/book.ts";
import type { ActionBook } from "./modification/action-book.ts";

/** The part of a structured logger that services use. */
export type Log = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

/** Everything a service may touch. Composed once per process. */
export type Services = {
  readonly db: Pick<Database, "sql">;
  readonly host: Host;
  /** What attempts write while they work, in whichever process. */
  readonly streams: Pick<TaskStreams, "follow">;
  /** What is known of a registered task; `undefined` = none of that name. */
  readonly facts: Executor["facts"];
  /** Names of the registered tasks at present, to suggest from. */
  readonly taskNames: () => readonly string[];
  /** JSON Schemas of what registered tasks give, of those that declare it. */
  readonly taskOutputs: () => Readonly<Record<string, Schema>>;
  /** How many calls of an agent go on in this process, and how many wait for their turn. */
  readonly agentLoad: (id: string) => Load;
  /** Registered inheritance functions. */
  readonly inheritance?: (name: string) => Inherit | undefined;
  /** Registered modification actions. */
  readonly actions: ActionBook;
  /** Registered recovery strategies. */
  readonly recovery?: (name: string) => Recover | undefined;
  /** Registered metrics beside the built-in ones. */
  readonly metrics?: () => readonly MetricSpec[];
  readonly agents: LiveAgentBook;
  readonly vault: Vault;
  /** Reads what a run that sent a request said of where it stands. */
  readonly openChain: (header: string) => OpenedChain;
  /** Over everything that is about to be stored and came from outside. */
  readonly redactor: Redactor;
  readonly log: Log;
  /** Of this database: a client that saw another one starts over. */
  readonly incarnation: string;
  readonly system: SystemFacts;
};

/** What is known of this process from outside its services. */
export type SystemFacts = {
  readonly version: string;
  readonly database: "embedded" | "external";
  /** Live connections; kept by who serves them. */
  readonly sockets: { open: number };
};
