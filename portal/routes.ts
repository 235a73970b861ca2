// The one table of pages: the build renders it; the frame's navigation, the sitemap and the tests read it.
import type { Route } from './page.ts'
import { dashboardRoutes } from './pages/dashboard.tsx'
import { errorRoutes } from './pages/docs/errors.tsx'
import { changesRoute } from './pages/docs/changes.tsx'
import { docsRoutes } from './pages/docs/prose.tsx'
import { schemaRoutes } from './pages/docs/schema.tsx'
import { homeRoute } from './pages/home.tsx'
import { legalRoutes } from './pages/legal.tsx'
import { modelsRoute } from './pages/models.tsx'
import { modelRoutes } from './pages/models/model.tsx'
import { providerRoutes } from './pages/models/provider.tsx'
import { notFoundRoute } from './pages/not-found.tsx'
import { playgroundRoute } from './pages/playground.tsx'
import { statusRoute } from './pages/status.tsx'

export const routes: readonly Route[] = [homeRoute, modelsRoute, playgroundRoute, ...providerRoutes, ...modelRoutes, ...docsRoutes, ...errorRoutes, ...schemaRoutes, changesRoute, ...legalRoutes, statusRoute, ...dashboardRoutes, notFoundRoute]
