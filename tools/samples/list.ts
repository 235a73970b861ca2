// Which clips and pictures there are: one line of work each for the recording.
import type { SCENES } from './scenes/scenes.ts'

export type SceneName = keyof typeof SCENES
export type Size = readonly [width: number, height: number]

export const FRAMES_A_SECOND = 24
/** A loop; longer clips go round again. */
export const LOOP_SECONDS = 5

export const SHAPES = { wide: [1280, 720], tall: [720, 1280], square: [960, 960], classic: [960, 720], portrait: [720, 960] } as const satisfies Record<string, Size>
export type ShapeName = keyof typeof SHAPES

interface Film {
  readonly scene: SceneName
  readonly shape: ShapeName
  readonly seconds: readonly number[]
}

const SCENE_NAMES = ['mountains', 'lotus', 'street', 'turntable', 'dancer', 'face'] as const satisfies readonly SceneName[]

/** Each scene in three shapes; the other shapes and lengths that companies offer, once. */
export const FILMS: readonly Film[] = [
  ...SCENE_NAMES.flatMap((scene) => (['wide', 'tall', 'square'] as const).map((shape) => ({ scene, shape, seconds: scene === 'mountains' && shape === 'wide' ? [4, 5, 6, 8, 9, 10] : [5, 10] }))),
  ...(['classic', 'portrait'] as const).map((shape) => ({ scene: 'mountains' as const, shape, seconds: [5, 10] })),
]

/** A still of each scene in each shape. */
export const STILLS = SCENE_NAMES.flatMap((scene) => (Object.keys(SHAPES) as ShapeName[]).map((shape) => ({ scene, shape })))

/** The sheets from which the emulators copy their images: smaller, since there is one for each shape, and one for the widest. */
export const SHEET_SIZES = { wide: [832, 468], tall: [468, 832], square: [624, 624], classic: [624, 468], portrait: [468, 624], panorama: [1092, 468] } as const satisfies Record<string, Size>
export const SHEETS = SCENE_NAMES.flatMap((scene) => Object.entries(SHEET_SIZES).map(([shape, size]) => ({ scene, shape, size })))

/** What a voice says alone. Three seconds: companies take recordings of up to five, and these are given as one too. */
export const SPEECHES = {
  en: { voice: 'en-gb', wordsAMinute: 165, said: 'Hello, this is the voice of a local emulator.' },
  hi: { voice: 'hi', wordsAMinute: 150, said: 'नमस्ते, यह एक नमूने की आवाज़ है।' },
} as const

/** What the face says. */
export const TALKS = {
  en: { voice: 'en-gb', wordsAMinute: 150, said: 'Hello! I am a drawing, here to say a few words, so that you can hear me.' },
  hi: { voice: 'hi', wordsAMinute: 145, said: 'नमस्ते! मैं एक चित्र हूँ, और आपको सुनाने के लिए कुछ शब्द बोल रही हूँ।' },
} as const

export const TALKING_SHAPES = ['wide', 'tall'] as const satisfies readonly ShapeName[]
