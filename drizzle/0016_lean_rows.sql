ALTER TABLE "workspace_events" DROP CONSTRAINT "workspace_events_seq";--> statement-breakpoint
DROP INDEX "workspace_events_notable";--> statement-breakpoint
ALTER TABLE "trees" ALTER COLUMN "settled_runs" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "trees" ALTER COLUMN "settled_failed" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "trees" ALTER COLUMN "settled_depth" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "trees" ALTER COLUMN "duration_ms" DROP EXPRESSION;--> statement-breakpoint
ALTER TABLE "workspace_events" DROP CONSTRAINT "workspace_events_pkey";--> statement-breakpoint
CREATE UNIQUE INDEX "workspace_events_seq" ON "workspace_events" USING btree ("seq") WHERE seq is not null;--> statement-breakpoint
CREATE INDEX "workspace_events_notable" ON "workspace_events" USING btree ("seq") WHERE seq is not null and kind <> 'run.started' and kind <> 'run.changed';