ALTER TABLE `jobs` ADD `error_field` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `refusals` integer DEFAULT 0 NOT NULL;