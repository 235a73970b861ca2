-- Drizzle's output, with the purposes of existing rows added by hand.
DROP INDEX `jobs_due`;--> statement-breakpoint
UPDATE `jobs` SET `due_for` = CASE `status` WHEN 'COMPLETED' THEN 'DELETE' WHEN 'FAILED' THEN 'LATE' ELSE 'WORK' END WHERE `due_at_ms` IS NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_for`,`due_at_ms`) WHERE "jobs"."due_at_ms" is not null;--> statement-breakpoint
ALTER TABLE `alarms` ADD `post_token` text;