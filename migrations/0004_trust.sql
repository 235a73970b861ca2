-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `alarms` (
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`hour` text NOT NULL,
	`detail` text NOT NULL,
	`count` integer NOT NULL,
	`first_at_ms` integer NOT NULL,
	`last_at_ms` integer NOT NULL,
	`posted_at_ms` integer,
	`closed_at_ms` integer,
	PRIMARY KEY(`kind`, `subject`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `marks` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `jobs` ADD `due_for` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `faults` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `move_token` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `cancel_asked_at_ms` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `missing` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `stored_inputs` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `faults` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `move_token` text;