DROP INDEX "packages_claimable";--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "downloaded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "packages_in_order" ON "packages" USING btree ("is_premium" DESC NULLS FIRST,"turn","queued_at") WHERE "packages"."error_code" IS NULL AND "packages"."step" <> 'PROCESSED';