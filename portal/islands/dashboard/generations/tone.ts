// How a state is coloured.
import type { Status } from '../../playground/operations.ts'

export const toneOf = (status: Status): 'back' | 'failed' | '' => (status === 'COMPLETED' ? 'back' : status === 'FAILED' ? 'failed' : '')
