CREATE TABLE `model_days` (
	`date` text NOT NULL,
	`model` text NOT NULL,
	`generations` integer NOT NULL,
	`kept` integer NOT NULL,
	`unlisted` integer NOT NULL,
	`credits` integer NOT NULL,
	`list_micro_usd` integer NOT NULL,
	PRIMARY KEY(`date`, `model`)
);
--> statement-breakpoint
ALTER TABLE `audit_log` ADD `person` text;