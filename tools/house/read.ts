// The imports of `src`, types included, as the parser reads them, and what can be said of them as a whole.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'vite'
import { LAYERS } from './layers.ts'

export interface House {
  readonly files: readonly File[]
  readonly arrows: readonly Arrow[]
  /** Files that import each other in a ring. */
  readonly circles: readonly (readonly string[])[]
}

export interface File {
  readonly path: string
  readonly room: string
  readonly lines: number
  readonly imports: readonly string[]
  /** Functions that are given the sum of all needs. */
  readonly takeAll: number
}

/** One room imports another, by so many files. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly files: number
  readonly isUp: boolean
}

/** @param folder the project's */
export function readHouse(folder: string): House {
  const files = globSync('src/**/*.ts', { cwd: folder }).toSorted().map((path) => readFile(folder, path))
  return { files, arrows: arrowsOf(files), circles: circlesOf(files) }
}

function readFile(folder: string, path: string): File {
  const source = readFileSync(join(folder, path), 'utf8')
  const { module } = parseSync(path, source)
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))),
    // A type beside its use: `import('./env.ts').Env`, and what is loaded when it is first needed.
    ...Array.from(source.matchAll(/import\('(\.[^']+)'\)/g), ([, request = '']) => request),
  ]
  const imports = new Set(requests.filter((request) => request.startsWith('.')).map((request) => normalize(join(dirname(path), request))).filter((other) => other.startsWith('src/')))
  return { path, room: roomOf(path), lines: source.split('\n').length - 1, imports: [...imports].toSorted(), takeAll: source.match(/\w+: Services\b/g)?.length ?? 0 }
}

const roomOf = (path: string): string => path.split('/')[1]?.replace(/\.ts$/, '') ?? ''

const floorOf = (room: string): number => LAYERS.findIndex((rooms) => rooms.includes(room))

function arrowsOf(files: readonly File[]): readonly Arrow[] {
  const counts = new Map<string, Set<string>>()
  for (const { path, room, imports } of files) {
    for (const to of imports.map(roomOf).filter((other) => other !== room)) {
      const arrow = `${room} ${to}`
      counts.set(arrow, (counts.get(arrow) ?? new Set()).add(path))
    }
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([arrow, importers]) => {
    const [from = '', to = ''] = arrow.split(' ')
    return { from, to, files: importers.size, isUp: floorOf(to) <= floorOf(from) }
  })
}

/** Whoever reaches itself is on a circle with all whom it reaches and who reach it. */
function circlesOf(files: readonly File[]): readonly (readonly string[])[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]))
  const reachable = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const waiting = [...(importsOf.get(from) ?? [])]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      waiting.push(...(importsOf.get(path) ?? []))
    }
    return seen
  }
  const reach = new Map(files.map(({ path }) => [path, reachable(path)]))
  const rings = files.filter(({ path }) => reach.get(path)?.has(path)).map(({ path }) => files.map((file) => file.path).filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path)))
  return [...new Map(rings.map((ring) => [ring.join(' '), ring])).values()]
}
