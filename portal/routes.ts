// The one table of pages: the build renders it; the frame's navigation, the sitemap and the tests read it.
import type { Route } from './page.ts'
import { homeRoute } from './pages/home.tsx'
import { modelsRoute } from './pages/models.tsx'
import { modelRoutes } from './pages/models/model.tsx'
import { providerRoutes } from './pages/models/provider.tsx'
import { notFoundRoute } from './pages/not-found.tsx'

export const routes: readonly Route[] = [homeRoute, modelsRoute, ...providerRoutes, ...modelRoutes, notFoundRoute]
