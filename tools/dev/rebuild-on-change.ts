// Builds the portal anew when one of its files changes; the running service serves the folder as it is then.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from '../build/site.ts'
import { projectFolder } from '../local/tools.ts'

const WATCHED = ['portal', 'src/catalog', 'docs/guide'] as const
/** Editors write a file in several steps, and several files at once. */
const QUIET_MS = 150

/** @param tell of a build that failed: the folder stays as the last good one left it */
export function rebuildOnChange(tell: (problem: string) => void): void {
  let waiting: NodeJS.Timeout | undefined
  let building: Promise<void> = Promise.resolve()
  const rebuild = (): void => {
    building = building.then(buildSite).catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)))
  }
  for (const folder of WATCHED) {
    watch(join(projectFolder, folder), { recursive: true }, () => {
      clearTimeout(waiting)
      waiting = setTimeout(rebuild, QUIET_MS)
    }).unref()
  }
}
