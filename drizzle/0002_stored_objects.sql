CREATE TABLE "stored_objects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"blob_id" uuid,
	"is_committed" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stored_objects_blob_id_unique" UNIQUE("blob_id")
);
--> statement-breakpoint
ALTER TABLE "stored_objects" ADD CONSTRAINT "stored_objects_blob_id_blobs_id_fk" FOREIGN KEY ("blob_id") REFERENCES "public"."blobs"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stored_objects_free" ON "stored_objects" USING btree ("created_at") WHERE "stored_objects"."blob_id" is null;