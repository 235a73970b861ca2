// The rooms of `src`, from the roof to the ground: each may import those of a later line, types included. A room is a folder,
// or a file that stands alone. Lint holds it (oxlint.config.ts), and `npm run house` draws it.
export const LAYERS: readonly (readonly string[])[] = [
  ['index'],
  ['app'],
  ['pages'],
  ['compose'],
  ['isolate-memory'],
  ['graphql', 'crons'],
  ['services', 'env'],
  ['admin', 'limits'],
  ['auth', 'queues'],
  ['webhooks', 'audit', 'tasks'],
  ['jobs'],
  ['routing'],
  ['health', 'places', 'alarms', 'uploads', 'callbacks'],
  ['media'],
  ['upstreams'],
  ['store', 'catalog', 'http', 'formats'],
  ['net'],
  ['domain'],
]

/** The rooms that a room may not import: its own line's others and all before it. */
export function forbiddenTo(room: string): readonly string[] {
  const own = LAYERS.findIndex((rooms) => rooms.includes(room))
  return LAYERS.slice(0, own + 1).flat().filter((other) => other !== room)
}

const FILES: ReadonlySet<string> = new Set(['index', 'app', 'compose', 'isolate-memory', 'crons', 'services', 'env'])

export const isFile = (room: string): boolean => FILES.has(room)
