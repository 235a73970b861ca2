// The recorded clips (tools/samples.ts), which the built-in test upstream delivers too: MP4, H.264. Those that talk carry sound.
import dancerSquare10 from '../static/test-media/dancer-square-10.mp4.bin'
import dancerSquare5 from '../static/test-media/dancer-square-5.mp4.bin'
import dancerTall10 from '../static/test-media/dancer-tall-10.mp4.bin'
import dancerTall5 from '../static/test-media/dancer-tall-5.mp4.bin'
import dancerWide10 from '../static/test-media/dancer-wide-10.mp4.bin'
import dancerWide5 from '../static/test-media/dancer-wide-5.mp4.bin'
import faceSquare10 from '../static/test-media/face-square-10.mp4.bin'
import faceSquare5 from '../static/test-media/face-square-5.mp4.bin'
import faceTall10 from '../static/test-media/face-tall-10.mp4.bin'
import faceTall5 from '../static/test-media/face-tall-5.mp4.bin'
import faceWide10 from '../static/test-media/face-wide-10.mp4.bin'
import faceWide5 from '../static/test-media/face-wide-5.mp4.bin'
import lotusSquare10 from '../static/test-media/lotus-square-10.mp4.bin'
import lotusSquare5 from '../static/test-media/lotus-square-5.mp4.bin'
import lotusTall10 from '../static/test-media/lotus-tall-10.mp4.bin'
import lotusTall5 from '../static/test-media/lotus-tall-5.mp4.bin'
import lotusWide10 from '../static/test-media/lotus-wide-10.mp4.bin'
import lotusWide5 from '../static/test-media/lotus-wide-5.mp4.bin'
import mountainsClassic10 from '../static/test-media/mountains-classic-10.mp4.bin'
import mountainsClassic5 from '../static/test-media/mountains-classic-5.mp4.bin'
import mountainsPortrait10 from '../static/test-media/mountains-portrait-10.mp4.bin'
import mountainsPortrait5 from '../static/test-media/mountains-portrait-5.mp4.bin'
import mountainsSquare10 from '../static/test-media/mountains-square-10.mp4.bin'
import mountainsSquare5 from '../static/test-media/mountains-square-5.mp4.bin'
import mountainsTall10 from '../static/test-media/mountains-tall-10.mp4.bin'
import mountainsTall5 from '../static/test-media/mountains-tall-5.mp4.bin'
import mountainsWide10 from '../static/test-media/mountains-wide-10.mp4.bin'
import mountainsWide4 from '../static/test-media/mountains-wide-4.mp4.bin'
import mountainsWide5 from '../static/test-media/mountains-wide-5.mp4.bin'
import mountainsWide6 from '../static/test-media/mountains-wide-6.mp4.bin'
import mountainsWide8 from '../static/test-media/mountains-wide-8.mp4.bin'
import mountainsWide9 from '../static/test-media/mountains-wide-9.mp4.bin'
import streetSquare10 from '../static/test-media/street-square-10.mp4.bin'
import streetSquare5 from '../static/test-media/street-square-5.mp4.bin'
import streetTall10 from '../static/test-media/street-tall-10.mp4.bin'
import streetTall5 from '../static/test-media/street-tall-5.mp4.bin'
import streetWide10 from '../static/test-media/street-wide-10.mp4.bin'
import streetWide5 from '../static/test-media/street-wide-5.mp4.bin'
import turntableSquare10 from '../static/test-media/turntable-square-10.mp4.bin'
import turntableSquare5 from '../static/test-media/turntable-square-5.mp4.bin'
import turntableTall10 from '../static/test-media/turntable-tall-10.mp4.bin'
import turntableTall5 from '../static/test-media/turntable-tall-5.mp4.bin'
import turntableWide10 from '../static/test-media/turntable-wide-10.mp4.bin'
import turntableWide5 from '../static/test-media/turntable-wide-5.mp4.bin'
import talkingEnWide from '../static/test-media/talking-en-wide.mp4.bin'
import talkingEnTall from '../static/test-media/talking-en-tall.mp4.bin'
import talkingHiWide from '../static/test-media/talking-hi-wide.mp4.bin'
import talkingHiTall from '../static/test-media/talking-hi-tall.mp4.bin'

export interface Clip {
  readonly scene?: string
  readonly language?: 'en' | 'hi'
  /** Width by height. */
  readonly ratio: number
  readonly seconds: number
  readonly bytes: ArrayBuffer
}

export const SILENT_CLIPS: readonly Clip[] = [
  { scene: 'mountains', ratio: 16 / 9, seconds: 4, bytes: mountainsWide4 },
  { scene: 'mountains', ratio: 16 / 9, seconds: 5, bytes: mountainsWide5 },
  { scene: 'mountains', ratio: 16 / 9, seconds: 6, bytes: mountainsWide6 },
  { scene: 'mountains', ratio: 16 / 9, seconds: 8, bytes: mountainsWide8 },
  { scene: 'mountains', ratio: 16 / 9, seconds: 9, bytes: mountainsWide9 },
  { scene: 'mountains', ratio: 16 / 9, seconds: 10, bytes: mountainsWide10 },
  { scene: 'mountains', ratio: 9 / 16, seconds: 5, bytes: mountainsTall5 },
  { scene: 'mountains', ratio: 9 / 16, seconds: 10, bytes: mountainsTall10 },
  { scene: 'mountains', ratio: 1, seconds: 5, bytes: mountainsSquare5 },
  { scene: 'mountains', ratio: 1, seconds: 10, bytes: mountainsSquare10 },
  { scene: 'mountains', ratio: 4 / 3, seconds: 5, bytes: mountainsClassic5 },
  { scene: 'mountains', ratio: 4 / 3, seconds: 10, bytes: mountainsClassic10 },
  { scene: 'mountains', ratio: 3 / 4, seconds: 5, bytes: mountainsPortrait5 },
  { scene: 'mountains', ratio: 3 / 4, seconds: 10, bytes: mountainsPortrait10 },
  { scene: 'lotus', ratio: 16 / 9, seconds: 5, bytes: lotusWide5 },
  { scene: 'lotus', ratio: 16 / 9, seconds: 10, bytes: lotusWide10 },
  { scene: 'lotus', ratio: 9 / 16, seconds: 5, bytes: lotusTall5 },
  { scene: 'lotus', ratio: 9 / 16, seconds: 10, bytes: lotusTall10 },
  { scene: 'lotus', ratio: 1, seconds: 5, bytes: lotusSquare5 },
  { scene: 'lotus', ratio: 1, seconds: 10, bytes: lotusSquare10 },
  { scene: 'street', ratio: 16 / 9, seconds: 5, bytes: streetWide5 },
  { scene: 'street', ratio: 16 / 9, seconds: 10, bytes: streetWide10 },
  { scene: 'street', ratio: 9 / 16, seconds: 5, bytes: streetTall5 },
  { scene: 'street', ratio: 9 / 16, seconds: 10, bytes: streetTall10 },
  { scene: 'street', ratio: 1, seconds: 5, bytes: streetSquare5 },
  { scene: 'street', ratio: 1, seconds: 10, bytes: streetSquare10 },
  { scene: 'turntable', ratio: 16 / 9, seconds: 5, bytes: turntableWide5 },
  { scene: 'turntable', ratio: 16 / 9, seconds: 10, bytes: turntableWide10 },
  { scene: 'turntable', ratio: 9 / 16, seconds: 5, bytes: turntableTall5 },
  { scene: 'turntable', ratio: 9 / 16, seconds: 10, bytes: turntableTall10 },
  { scene: 'turntable', ratio: 1, seconds: 5, bytes: turntableSquare5 },
  { scene: 'turntable', ratio: 1, seconds: 10, bytes: turntableSquare10 },
  { scene: 'dancer', ratio: 16 / 9, seconds: 5, bytes: dancerWide5 },
  { scene: 'dancer', ratio: 16 / 9, seconds: 10, bytes: dancerWide10 },
  { scene: 'dancer', ratio: 9 / 16, seconds: 5, bytes: dancerTall5 },
  { scene: 'dancer', ratio: 9 / 16, seconds: 10, bytes: dancerTall10 },
  { scene: 'dancer', ratio: 1, seconds: 5, bytes: dancerSquare5 },
  { scene: 'dancer', ratio: 1, seconds: 10, bytes: dancerSquare10 },
  { scene: 'face', ratio: 16 / 9, seconds: 5, bytes: faceWide5 },
  { scene: 'face', ratio: 16 / 9, seconds: 10, bytes: faceWide10 },
  { scene: 'face', ratio: 9 / 16, seconds: 5, bytes: faceTall5 },
  { scene: 'face', ratio: 9 / 16, seconds: 10, bytes: faceTall10 },
  { scene: 'face', ratio: 1, seconds: 5, bytes: faceSquare5 },
  { scene: 'face', ratio: 1, seconds: 10, bytes: faceSquare10 },
]

export const TALKING_CLIPS: readonly Clip[] = [
  { language: 'en', ratio: 16 / 9, seconds: 5, bytes: talkingEnWide },
  { language: 'en', ratio: 9 / 16, seconds: 5, bytes: talkingEnTall },
  { language: 'hi', ratio: 16 / 9, seconds: 5, bytes: talkingHiWide },
  { language: 'hi', ratio: 9 / 16, seconds: 5, bytes: talkingHiTall },
]
