CREATE TABLE `changed_rows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` text NOT NULL,
	`table_name` text NOT NULL,
	`key` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `changed_rows_account` ON `changed_rows` (`account_id`,`id`);--> statement-breakpoint
CREATE TABLE `moving_accounts` (
	`account_id` text PRIMARY KEY NOT NULL,
	`turn` text DEFAULT '' NOT NULL,
	`words_after` integer DEFAULT 0 NOT NULL,
	`words_until` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE `homes` ADD `turn` text;