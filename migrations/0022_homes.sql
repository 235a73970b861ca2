CREATE TABLE `finders` (
	`hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`until_ms` integer
);
--> statement-breakpoint
CREATE INDEX `finders_account` ON `finders` (`account_id`);--> statement-breakpoint
CREATE TABLE `homes` (
	`account_id` text PRIMARY KEY NOT NULL,
	`shard` text NOT NULL
);
