-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `suspended_users` (
	`account_id` text NOT NULL,
	`end_user` text NOT NULL,
	`since_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `end_user`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tasks` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`due_at_ms` integer,
	`faults` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `tasks_due` ON `tasks` (`due_at_ms`) WHERE "tasks"."due_at_ms" is not null;--> statement-breakpoint
ALTER TABLE `accounts` ADD `suspended_at_ms` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `closed_at_ms` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `erased_at_ms` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `taken_down_at_ms` integer;--> statement-breakpoint
CREATE INDEX `people_account` ON `people` (`account_id`);