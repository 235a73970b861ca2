// All emulators in memory, for the tests of the whole service. Apart from desk.ts, so that the test of one upstream
// does not load the others.
import { memoryDesks, type Clock, type MemoryDesks } from './desk.ts'
import type { Desk } from './emulator.ts'
import { emulators } from './registry.ts'

/** Every emulator is at `<origin>/<mount>`. @param post where they call back; left out, nobody hears them */
export function memoryEmulators(clock: Clock, post?: Desk['post']): MemoryDesks {
  return memoryDesks(emulators, clock, post)
}
