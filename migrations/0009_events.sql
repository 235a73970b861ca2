-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `events` (
	`account_id` text NOT NULL,
	`seq` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `accounts` ADD `event_seq` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `credits_low_at` integer DEFAULT 1000 NOT NULL;