CREATE TABLE `asks` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`credits` integer,
	`plan` text,
	`note` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`outcome` text,
	`reply` text DEFAULT '' NOT NULL,
	`settled_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `asks_account` ON `asks` (`account_id`,`id`);