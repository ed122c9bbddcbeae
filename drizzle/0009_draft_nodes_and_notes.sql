ALTER TABLE "revisions" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "draft_nodes" integer;