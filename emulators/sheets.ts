// The drawn scenes from which images are copied, in six shapes (tools/samples.ts): indexed PNGs, for `openPainting`.
import dancerClassic from './paint/scenes/dancer-classic.png.bin'
import dancerPanorama from './paint/scenes/dancer-panorama.png.bin'
import dancerPortrait from './paint/scenes/dancer-portrait.png.bin'
import dancerSquare from './paint/scenes/dancer-square.png.bin'
import dancerTall from './paint/scenes/dancer-tall.png.bin'
import dancerWide from './paint/scenes/dancer-wide.png.bin'
import faceClassic from './paint/scenes/face-classic.png.bin'
import facePanorama from './paint/scenes/face-panorama.png.bin'
import facePortrait from './paint/scenes/face-portrait.png.bin'
import faceSquare from './paint/scenes/face-square.png.bin'
import faceTall from './paint/scenes/face-tall.png.bin'
import faceWide from './paint/scenes/face-wide.png.bin'
import lotusClassic from './paint/scenes/lotus-classic.png.bin'
import lotusPanorama from './paint/scenes/lotus-panorama.png.bin'
import lotusPortrait from './paint/scenes/lotus-portrait.png.bin'
import lotusSquare from './paint/scenes/lotus-square.png.bin'
import lotusTall from './paint/scenes/lotus-tall.png.bin'
import lotusWide from './paint/scenes/lotus-wide.png.bin'
import mountainsClassic from './paint/scenes/mountains-classic.png.bin'
import mountainsPanorama from './paint/scenes/mountains-panorama.png.bin'
import mountainsPortrait from './paint/scenes/mountains-portrait.png.bin'
import mountainsSquare from './paint/scenes/mountains-square.png.bin'
import mountainsTall from './paint/scenes/mountains-tall.png.bin'
import mountainsWide from './paint/scenes/mountains-wide.png.bin'
import streetClassic from './paint/scenes/street-classic.png.bin'
import streetPanorama from './paint/scenes/street-panorama.png.bin'
import streetPortrait from './paint/scenes/street-portrait.png.bin'
import streetSquare from './paint/scenes/street-square.png.bin'
import streetTall from './paint/scenes/street-tall.png.bin'
import streetWide from './paint/scenes/street-wide.png.bin'
import turntableClassic from './paint/scenes/turntable-classic.png.bin'
import turntablePanorama from './paint/scenes/turntable-panorama.png.bin'
import turntablePortrait from './paint/scenes/turntable-portrait.png.bin'
import turntableSquare from './paint/scenes/turntable-square.png.bin'
import turntableTall from './paint/scenes/turntable-tall.png.bin'
import turntableWide from './paint/scenes/turntable-wide.png.bin'

export interface Sheet {
  readonly scene: string
  /** Width by height. */
  readonly ratio: number
  readonly file: ArrayBuffer
}

export const SHEETS: readonly Sheet[] = [
  { scene: 'mountains', ratio: 16 / 9, file: mountainsWide },
  { scene: 'mountains', ratio: 9 / 16, file: mountainsTall },
  { scene: 'mountains', ratio: 1, file: mountainsSquare },
  { scene: 'mountains', ratio: 4 / 3, file: mountainsClassic },
  { scene: 'mountains', ratio: 3 / 4, file: mountainsPortrait },
  { scene: 'mountains', ratio: 21 / 9, file: mountainsPanorama },
  { scene: 'lotus', ratio: 16 / 9, file: lotusWide },
  { scene: 'lotus', ratio: 9 / 16, file: lotusTall },
  { scene: 'lotus', ratio: 1, file: lotusSquare },
  { scene: 'lotus', ratio: 4 / 3, file: lotusClassic },
  { scene: 'lotus', ratio: 3 / 4, file: lotusPortrait },
  { scene: 'lotus', ratio: 21 / 9, file: lotusPanorama },
  { scene: 'street', ratio: 16 / 9, file: streetWide },
  { scene: 'street', ratio: 9 / 16, file: streetTall },
  { scene: 'street', ratio: 1, file: streetSquare },
  { scene: 'street', ratio: 4 / 3, file: streetClassic },
  { scene: 'street', ratio: 3 / 4, file: streetPortrait },
  { scene: 'street', ratio: 21 / 9, file: streetPanorama },
  { scene: 'turntable', ratio: 16 / 9, file: turntableWide },
  { scene: 'turntable', ratio: 9 / 16, file: turntableTall },
  { scene: 'turntable', ratio: 1, file: turntableSquare },
  { scene: 'turntable', ratio: 4 / 3, file: turntableClassic },
  { scene: 'turntable', ratio: 3 / 4, file: turntablePortrait },
  { scene: 'turntable', ratio: 21 / 9, file: turntablePanorama },
  { scene: 'dancer', ratio: 16 / 9, file: dancerWide },
  { scene: 'dancer', ratio: 9 / 16, file: dancerTall },
  { scene: 'dancer', ratio: 1, file: dancerSquare },
  { scene: 'dancer', ratio: 4 / 3, file: dancerClassic },
  { scene: 'dancer', ratio: 3 / 4, file: dancerPortrait },
  { scene: 'dancer', ratio: 21 / 9, file: dancerPanorama },
  { scene: 'face', ratio: 16 / 9, file: faceWide },
  { scene: 'face', ratio: 9 / 16, file: faceTall },
  { scene: 'face', ratio: 1, file: faceSquare },
  { scene: 'face', ratio: 4 / 3, file: faceClassic },
  { scene: 'face', ratio: 3 / 4, file: facePortrait },
  { scene: 'face', ratio: 21 / 9, file: facePanorama },
]
