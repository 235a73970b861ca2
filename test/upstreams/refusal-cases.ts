// Every word by which a company refuses, as it answers, and who can bring it about. refusals.test.ts plays them all, and holds
// that no code of an adapter's table is missing here: a new refusal joins by a line.
import type { CompanyUpstreamId } from '../../src/domain/upstream.ts'
import type { Refusing } from './refusal-case.ts'
import { OTHER_REFUSALS } from './refusals-of-others.ts'
import { VIDEO_REFUSALS } from './refusals-of-videos.ts'

export const REFUSALS: Readonly<Record<CompanyUpstreamId, Refusing>> = { ...VIDEO_REFUSALS, ...OTHER_REFUSALS }
