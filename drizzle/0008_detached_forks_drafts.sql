ALTER TABLE "trees" ADD COLUMN "origin_tree" uuid;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "origin_run" integer;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "origin_node" text;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "close_policy" text;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "forked_from" text;--> statement-breakpoint
ALTER TABLE "trees" ADD COLUMN "forked_node" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "draft_graph" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "draft_hash" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "draft_by" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "draft_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "trees_detached" ON "trees" USING btree ("origin_tree","origin_run") WHERE origin_tree is not null;