// The two bundles of the portal: what browsers load, under names by content, and what renders its pages here.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'vite'
import type { InlineConfig } from 'vite'
import { STYLE_NAMES } from '../../portal/page.ts'
import type { StyleName } from '../../portal/page.ts'
import { projectFolder } from '../local/tools.ts'

export interface ClientBundle {
  readonly assets: { readonly style: string; readonly styles: Readonly<Record<StyleName, string>>; readonly theme: string; readonly client: string; readonly hindiDisplay: string }
  /** By their path in the site's folder. */
  readonly files: ReadonlyMap<string, string | Uint8Array>
}

const portal = join(projectFolder, 'portal')
/** As it is sent, whoever builds it: under vitest too. */
const SHARED: InlineConfig = { root: portal, configFile: false, logLevel: 'warn', publicDir: false, define: { 'process.env.NODE_ENV': '"production"' }, oxc: { jsx: { development: false } } }
/** Its reach is the folder that it stands in, and its name must stay. */
const WORKER = 'service-worker'

export async function bundleClient(): Promise<ClientBundle> {
  const entries = { client: join(portal, 'client.ts'), theme: join(portal, 'theme.ts'), style: join(portal, 'styles', 'portal.css'), ...Object.fromEntries(STYLE_NAMES.map((name) => [name, join(portal, 'styles', `${name}.css`)])), [WORKER]: join(portal, 'service-worker.ts') }
  const built = await build({
    ...SHARED,
    build: {
      write: false,
      target: 'es2022',
      // Those that know light-dark(): others would be given it in a form that our switch does not reach.
      cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: entries,
        output: { entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js'), chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' },
      },
    },
  })
  if (!('output' in built)) throw new Error('Vite gave no bundle of the portal')
  const files = new Map<string, string | Uint8Array>(built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
  for (const icon of globSync('icons/*', { cwd: portal })) files.set(basename(icon), readFileSync(join(portal, icon)))
  const paths = [...files.keys()]
  const find = (name: string, end: string): string => {
    const path = paths.find((one) => one.startsWith(`assets/${name}-`) && one.endsWith(end))
    if (path === undefined) throw new Error(`the bundle of the portal has no ${name}`)
    return `/${path}`
  }
  return { assets: { style: find('style', '.css'), styles: { dashboard: find('dashboard', '.css'), docs: find('docs', '.css'), home: find('home', '.css'), models: find('models', '.css'), playground: find('playground', '.css') }, theme: find('theme', '.js'), client: find('client', '.js'), hindiDisplay: find('anek-devanagari', '.woff2') }, files }
}

/** Of the settings that say who runs the service: portal/data/legal/facts.ts. */
export const COMPANY = 'COMPANY_'

/** @returns the path of what renders the pages */
export async function bundleServer(folder: string): Promise<string> {
  await build({
    ...SHARED,
    envPrefix: COMPANY,
    build: { ssr: join(portal, 'site.ts'), outDir: folder, emptyOutDir: true, minify: false, rolldownOptions: { output: { entryFileNames: 'site.mjs' } } },
    ssr: { noExternal: true },
  })
  return join(folder, 'site.mjs')
}
