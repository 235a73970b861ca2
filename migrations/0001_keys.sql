-- Drizzle's output, with WITHOUT ROWID added by hand, and api_keys made anew: older keys get an id from their hash.
CREATE TABLE `spending_limits` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`key_id` text NOT NULL,
	`per_day` integer,
	`in_all` integer,
	`date` text NOT NULL,
	`spent_today` integer NOT NULL,
	`spent` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`),
	CONSTRAINT "key_day_limit" CHECK("spending_limits"."per_day" is null or "spending_limits"."spent_today" <= "spending_limits"."per_day"),
	CONSTRAINT "key_total_limit" CHECK("spending_limits"."in_all" is null or "spending_limits"."spent" <= "spending_limits"."in_all" or "spending_limits"."id" >= 'tok'),
	CONSTRAINT "token_total_limit" CHECK("spending_limits"."in_all" is null or "spending_limits"."spent" <= "spending_limits"."in_all" or "spending_limits"."id" < 'tok')
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `__new_api_keys` (
	`hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text DEFAULT 'live' NOT NULL,
	`last_four` text NOT NULL,
	`scopes` text DEFAULT '["generate","read","keys","billing"]' NOT NULL,
	`providers` text,
	`origins` text,
	`spending_ids` text DEFAULT '[]' NOT NULL,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer,
	`revoked_at_ms` integer,
	`replaced_by` text,
	`last_used_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_api_keys` (`hash`, `account_id`, `id`, `name`, `last_four`, `created_at_ms`, `revoked_at_ms`)
SELECT `hash`, `account_id`, 'key_' || substr(`hash`, 1, 26), `name`, `last_four`, `created_at_ms`, `revoked_at_ms` FROM `api_keys`;--> statement-breakpoint
DROP TABLE `api_keys`;--> statement-breakpoint
ALTER TABLE `__new_api_keys` RENAME TO `api_keys`;--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_account` ON `api_keys` (`account_id`,`id`);--> statement-breakpoint
ALTER TABLE `jobs` ADD `end_user` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `spending_ids` text;