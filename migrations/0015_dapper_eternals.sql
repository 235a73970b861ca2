CREATE TABLE `health_spans` (
	`span` text NOT NULL,
	`start_ms` integer NOT NULL,
	`upstream` text NOT NULL,
	`model` text NOT NULL,
	`counts` text NOT NULL,
	`failing_accounts` integer NOT NULL,
	PRIMARY KEY(`span`, `start_ms`, `upstream`, `model`)
);
--> statement-breakpoint
CREATE TABLE `usage_parts` (
	`account_id` text NOT NULL,
	`date` text NOT NULL,
	`model` text NOT NULL,
	`key_id` text NOT NULL,
	`end_user` text NOT NULL,
	`generations` integer NOT NULL,
	`failed` integer NOT NULL,
	`refunded` integer NOT NULL,
	`refunded_credits` integer NOT NULL,
	`credits` integer NOT NULL,
	PRIMARY KEY(`account_id`, `date`, `model`, `key_id`, `end_user`)
);
--> statement-breakpoint
CREATE TABLE `usage_totals` (
	`account_id` text NOT NULL,
	`date` text NOT NULL,
	`generations` integer NOT NULL,
	`failed` integer NOT NULL,
	`refunded` integer NOT NULL,
	`refunded_credits` integer NOT NULL,
	`credits` integer NOT NULL,
	PRIMARY KEY(`account_id`, `date`)
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `refusal` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `polls` integer DEFAULT 0 NOT NULL;