CREATE TABLE "breaker_waits" (
	"tree_id" uuid NOT NULL,
	"run_no" integer NOT NULL,
	"node_id" text NOT NULL,
	"item" integer NOT NULL,
	"breaker" text NOT NULL,
	"since" double precision NOT NULL,
	"until" double precision NOT NULL,
	CONSTRAINT "breaker_waits_tree_id_run_no_node_id_item_pk" PRIMARY KEY("tree_id","run_no","node_id","item")
);
--> statement-breakpoint
CREATE TABLE "breakers" (
	"kind" text NOT NULL,
	"resource" text NOT NULL,
	"tenant" text NOT NULL,
	"state" text DEFAULT 'closed' NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"trips" integer DEFAULT 0 NOT NULL,
	"opened_at" double precision,
	"until" double precision,
	"probes" text DEFAULT '[]' NOT NULL,
	"succeeded" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"last_failed_at" double precision,
	"forced" text,
	"changed_at" double precision NOT NULL,
	CONSTRAINT "breakers_kind_resource_tenant_pk" PRIMARY KEY("kind","resource","tenant")
);
--> statement-breakpoint
CREATE INDEX "breaker_waits_breaker" ON "breaker_waits" USING btree ("breaker");