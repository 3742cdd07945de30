-- In this order: what takes the table for itself comes last, when the index is built.
CREATE INDEX "packages_in_order" ON "packages" USING btree ("is_premium" DESC NULLS FIRST,"turn","queued_at") WHERE "packages"."error_code" IS NULL AND "packages"."step" <> 'PROCESSED';--> statement-breakpoint
DROP INDEX "packages_claimable";
