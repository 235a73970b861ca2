// A stored result as it is seen or heard. It plays by itself only where it was asked for, and nobody wishes for stillness.
import type { GenerationType } from '../../../src/domain/model.ts'
import type { StoredResult } from '../../data/trial/samples.ts'

interface StoredProps {
  readonly type: GenerationType
  readonly text: string
  readonly result: StoredResult
  /** By the reader; the first one stands there by itself. */
  readonly isAsked: boolean
}

const WIDTH = 1280
const HEIGHT = 720
/** A poster waits until the page is laid out: nothing competes with what the first text needs. Preact's types do not know it of a video yet. */
const LATER = { loading: 'lazy' } as const

export function Stored({ type, text, result: { file, poster }, isAsked }: StoredProps) {
  const plays = isAsked && !matchMedia('(prefers-reduced-motion: reduce)').matches
  switch (type) {
    case 'VIDEO':
      return <video {...LATER} class="trial-media" src={file} poster={poster} width={WIDTH} height={HEIGHT} controls muted loop playsInline autoPlay={plays} preload="none" aria-label={text} />
    case 'IMAGE':
      return <img class="trial-media" src={file} width={WIDTH} height={HEIGHT} alt={text} />
    case 'AVATAR':
      return <video {...LATER} class="trial-media" src={file} poster={poster} width={WIDTH} height={HEIGHT} controls playsInline preload="none" aria-label={text} />
    case 'AUDIO':
      return <audio class="trial-media" src={file} controls preload="none" aria-label={text} />
  }
}
