CREATE TABLE "blob_refs" (
	"hash" text NOT NULL,
	"tree_id" uuid NOT NULL,
	"context" boolean NOT NULL,
	CONSTRAINT "blob_refs_hash_tree_id_pk" PRIMARY KEY("hash","tree_id")
);
--> statement-breakpoint
ALTER TABLE "blobs" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "packed" "bytea";--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "touched_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "counted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "blob_refs_tree_idx" ON "blob_refs" USING btree ("tree_id");--> statement-breakpoint
CREATE INDEX "blobs_touched_idx" ON "blobs" USING btree ("touched_at");