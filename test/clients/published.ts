// The sample clients as they were published, read from beside the project, and what is replaced in them: host and key.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../tools/local/tools.ts'
import { service } from './running-service.ts'

const folder = join(projectFolder, '..', 'shared', 'brief', 'clients')

/** A reason to skip, or false. */
export const publishedAreMissing = existsSync(folder) ? false : 'the published samples are not beside the project'

export function published(name: string): string {
  return publishedAreMissing ? '' : readFileSync(join(folder, name), 'utf8')
}

/** Host and key: all that a developer replaces in a sample. */
export function adapted(sample: string): string {
  return sample.replaceAll('https://api.doitong.com', service.url).replaceAll('YOUR_API_KEY', service.keys.enterprise)
}
