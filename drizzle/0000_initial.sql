CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"hash" text PRIMARY KEY NOT NULL,
	"bytes" integer NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"tree_id" uuid NOT NULL,
	"first_seq" bigint NOT NULL,
	"last_seq" bigint NOT NULL,
	"epoch" integer NOT NULL,
	"batch_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"events" text NOT NULL,
	CONSTRAINT "journal_tree_id_first_seq_pk" PRIMARY KEY("tree_id","first_seq")
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"slug" text NOT NULL,
	"revision" integer NOT NULL,
	"hash" text NOT NULL,
	"graph" text NOT NULL,
	"nodes" integer NOT NULL,
	"recursion" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "revisions_slug_revision_pk" PRIMARY KEY("slug","revision")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"tree_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"parent_no" integer,
	"node_id" text,
	"item" integer,
	"depth" integer NOT NULL,
	"path" text NOT NULL,
	"label" text,
	"slug" text NOT NULL,
	"revision" integer,
	"status" text NOT NULL,
	"active_node" text,
	"retries" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"started_seq" bigint NOT NULL,
	"ended_seq" bigint,
	"started_at" double precision NOT NULL,
	"ended_at" double precision,
	CONSTRAINT "runs_tree_id_no_pk" PRIMARY KEY("tree_id","no")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "snapshot_runs" (
	"tree_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "snapshot_runs_tree_id_no_pk" PRIMARY KEY("tree_id","no")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"tree_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trees" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"revision" integer,
	"status" text NOT NULL,
	"head" bigint DEFAULT 0 NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"batch_id" uuid,
	"worker_id" uuid,
	"next_wake_at" timestamp with time zone,
	"crashes" integer DEFAULT 0 NOT NULL,
	"runs" integer DEFAULT 0 NOT NULL,
	"failed_runs" integer DEFAULT 0 NOT NULL,
	"deepest" integer DEFAULT 0 NOT NULL,
	"max_depth" integer NOT NULL,
	"max_runs" integer NOT NULL,
	"failure" text,
	"idempotency_key" text,
	"request_hash" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflows" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"published_revision" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_slug_workflows_slug_fk" FOREIGN KEY ("slug") REFERENCES "public"."workflows"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "trees_idempotency_key" ON "trees" USING btree ("idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "trees_due" ON "trees" USING btree ("next_wake_at") WHERE worker_id is null and status in ('running', 'paused');--> statement-breakpoint
CREATE INDEX "trees_owned" ON "trees" USING btree ("worker_id") WHERE worker_id is not null;--> statement-breakpoint
CREATE INDEX "trees_status" ON "trees" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "trees_slug" ON "trees" USING btree ("slug","id");