-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `upload_shares` (
	`account_id` text NOT NULL,
	`party` text NOT NULL,
	`stored_bytes` integer NOT NULL,
	`date` text NOT NULL,
	`today` integer NOT NULL,
	`last_id` text NOT NULL,
	PRIMARY KEY(`account_id`, `party`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `uploads` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`end_user` text,
	`status` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text,
	`file_name` text,
	`tries` integer NOT NULL,
	`object` integer,
	`width` integer,
	`height` integer,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`due_at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `uploads_hash` ON `uploads` (`account_id`,`sha256`);--> statement-breakpoint
CREATE INDEX `uploads_due` ON `uploads` (`due_at_ms`);
