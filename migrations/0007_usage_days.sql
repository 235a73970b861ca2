-- Drizzle's output, with WITHOUT ROWID added by hand.
CREATE TABLE `usage_days` (
	`account_id` text NOT NULL,
	`date` text NOT NULL,
	`generations` integer NOT NULL,
	`credits` integer NOT NULL,
	PRIMARY KEY(`account_id`, `date`)
) WITHOUT ROWID;
