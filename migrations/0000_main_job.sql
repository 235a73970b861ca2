-- Drizzle's output, with WITHOUT ROWID added by hand: a text-keyed row is then written once, not twice.
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`plan` text NOT NULL,
	`credits` integer NOT NULL,
	`limits` text,
	`retention_days` integer,
	`webhook_secret` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "credits_not_negative" CHECK("accounts"."credits" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`last_four` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`revoked_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `attempts` (
	`account_id` text NOT NULL,
	`job_id` text NOT NULL,
	`number` integer NOT NULL,
	`upstream` text NOT NULL,
	`model` text NOT NULL,
	`outcome` text NOT NULL,
	`ref` text,
	`detail` text,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `job_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `credit_entries` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`job_id` text,
	`kind` text NOT NULL,
	`amount` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `jobs` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`type` text NOT NULL,
	`input` text NOT NULL,
	`routes` text NOT NULL,
	`route` integer NOT NULL,
	`reasons` text NOT NULL,
	`idempotency_key` text,
	`fingerprint` text NOT NULL,
	`cost` integer NOT NULL,
	`refunded` integer NOT NULL,
	`webhook_url` text,
	`tags` text NOT NULL,
	`retention_days` integer NOT NULL,
	`attempt` integer NOT NULL,
	`chain` integer NOT NULL,
	`progress` real,
	`outputs` text,
	`error_code` text,
	`error_reason` text,
	`created_at_ms` integer NOT NULL,
	`claimed_at_ms` integer,
	`started_at_ms` integer,
	`completed_at_ms` integer,
	`deadline_ms` integer NOT NULL,
	`expires_at_ms` integer,
	`expired_at_ms` integer,
	`due_at_ms` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_idempotency` ON `jobs` (`account_id`,`idempotency_key`) WHERE "jobs"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`due_at_ms`) WHERE "jobs"."due_at_ms" is not null;--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`job_id` text NOT NULL,
	`event` text NOT NULL,
	`url` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`last_status` integer,
	`last_detail` text,
	`created_at_ms` integer NOT NULL,
	`delivered_at_ms` integer,
	`due_at_ms` integer,
	PRIMARY KEY(`account_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`due_at_ms`) WHERE "webhook_deliveries"."due_at_ms" is not null;