CREATE TABLE `archive_chunks` (
	`account_id` text NOT NULL,
	`month` text NOT NULL,
	`first_id` text NOT NULL,
	`last_id` text NOT NULL,
	`generations` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`members` text NOT NULL,
	`opening_id` text NOT NULL,
	`credits` integer NOT NULL,
	`taken_down` text NOT NULL,
	`archived_at_ms` integer NOT NULL,
	`move_token` text NOT NULL,
	PRIMARY KEY(`account_id`, `month`, `first_id`)
);
