-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `webhook_endpoints` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`url` text NOT NULL,
	`events` text,
	`description` text,
	`headers` text NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_secret_until_ms` integer,
	`since_seq` integer NOT NULL,
	`failing_since_ms` integer,
	`disabled_at_ms` integer,
	`disabled_reason` text,
	`recover_after_seq` integer,
	`recover_until_seq` integer,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `accounts` ADD `fanned_seq` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `events_due_at_ms` integer;--> statement-breakpoint
CREATE INDEX `accounts_events_due` ON `accounts` (`events_due_at_ms`) WHERE "accounts"."events_due_at_ms" is not null;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `endpoint_id` text;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `log` text DEFAULT '[]' NOT NULL;