ALTER TABLE "packages" ADD COLUMN "downloaded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "packages" ADD COLUMN "turn" integer DEFAULT 0 NOT NULL;