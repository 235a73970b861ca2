// All emulators in memory, for the tests of the whole service. Apart from desk.ts, so that the test of one upstream
// does not load the others.
import { memoryDesks, type Clock } from './desk.ts'
import { emulators } from './registry.ts'

/** Every emulator is at `<origin>/<mount>`. */
export function memoryEmulators(clock: Clock): ReturnType<typeof memoryDesks> {
  return memoryDesks(emulators, clock)
}
