ALTER TABLE "runs" ADD COLUMN "asks" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "runs" SET "asks" = true WHERE tree_id in (select id from trees where ended_at is null) and ended_at is null and (parked > 0 or notes like '%{"kind":"approval"%');--> statement-breakpoint
CREATE INDEX "runs_asking" ON "runs" USING btree ("tree_id","no") WHERE asks;
