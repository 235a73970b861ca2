import { defineConfig } from 'drizzle-kit'

export default defineConfig({ dialect: 'sqlite', schema: ['./src/store/tables.ts', './src/store/access-tables.ts', './src/store/event-tables.ts', './src/store/upload-tables.ts', './src/store/task-tables.ts', './src/store/usage-tables.ts', './src/store/archive-tables.ts', './src/store/home-tables.ts'], out: './migrations' })
