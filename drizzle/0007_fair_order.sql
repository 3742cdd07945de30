-- The new index is built first. DROP INDEX locks the whole table, so it comes last and holds the lock briefly.
CREATE INDEX "packages_in_order" ON "packages" USING btree ("is_premium" DESC NULLS FIRST,"turn","queued_at") WHERE "packages"."error_code" IS NULL AND "packages"."step" <> 'PROCESSED';--> statement-breakpoint
DROP INDEX "packages_claimable";
