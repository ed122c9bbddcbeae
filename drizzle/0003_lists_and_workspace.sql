CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"seq" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"slug" text,
	"status" text,
	"actor_id" text,
	"actor_name" text,
	"version" bigint DEFAULT 0 NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"detail" text,
	CONSTRAINT "workspace_events_seq" UNIQUE("seq")
);
--> statement-breakpoint
CREATE TABLE "workspace_reads" (
	"user_id" text NOT NULL,
	"section" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "workspace_reads_user_id_section_pk" PRIMARY KEY("user_id","section")
);
--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "label" text;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "max_agents" integer;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "timeout_ms" double precision;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "created_by_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "started_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "trees" SET "started_at" = coalesce((SELECT to_timestamp(r.started_at / 1000) FROM "runs" r WHERE r.tree_id = trees.id AND r.no = 0), created_at);--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "settled_runs" integer GENERATED ALWAYS AS (case when ended_at is not null then runs end) STORED;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "settled_failed" integer GENERATED ALWAYS AS (case when ended_at is not null then failed_runs end) STORED;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "settled_depth" integer GENERATED ALWAYS AS (case when ended_at is not null then deepest end) STORED;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "duration_ms" double precision GENERATED ALWAYS AS (extract(epoch from ended_at - started_at) * 1000) STORED;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_own" ON "saved_views" USING btree ("list","owner_id","name") WHERE not shared;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_shared" ON "saved_views" USING btree ("list","name") WHERE shared;--> statement-breakpoint
CREATE INDEX "workspace_events_pending" ON "workspace_events" USING btree ("id") WHERE seq is null;--> statement-breakpoint
CREATE INDEX "workspace_events_notable" ON "workspace_events" USING btree ("seq") WHERE kind <> 'run.started' and kind <> 'run.changed';--> statement-breakpoint
CREATE INDEX "revisions_created" ON "revisions" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "trees_open" ON "trees" USING btree ("id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "trees_ended" ON "trees" USING btree ("ended_at","id") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "trees_settled_runs" ON "trees" USING btree ("settled_runs","id") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "trees_settled_failed" ON "trees" USING btree ("settled_failed","id") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "trees_settled_depth" ON "trees" USING btree ("settled_depth","id") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "trees_duration" ON "trees" USING btree ("duration_ms","id") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "trees_demo" ON "trees" USING btree ("id") WHERE demo;