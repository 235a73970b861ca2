-- Drizzle's output. Neither statement touches a row: what stands in the older shape stays where it is, and is read there.
CREATE TABLE `job_words` (
	`id` integer PRIMARY KEY NOT NULL,
	`packed` blob NOT NULL,
	`fingerprint` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `words` integer;