ALTER TABLE `uploads` ADD `multipart` text;--> statement-breakpoint
ALTER TABLE `uploads` ADD `multipart_object` integer;--> statement-breakpoint
ALTER TABLE `uploads` ADD `parts` text;