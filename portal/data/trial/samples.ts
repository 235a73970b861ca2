// Stored results that the home page shows for a prompt: files of static/test-media, chosen by the same words as with a test key.
import type { GenerationType, Model } from '../../../src/domain/model.ts'
import { sceneOf } from '../../../src/domain/scene.ts'
import { creditsOf } from '../../../src/routing/price.ts'

/** A model as the island is given it: JSON. */
export interface Tried extends Pick<Model, 'id' | 'name' | 'price'> {
  readonly type: GenerationType
  readonly seconds: number
}

/** By the function that charges. */
export const creditsTried = ({ price }: Pick<Tried, 'price'>, text: string): number => creditsOf({ price } as Model, { options: {}, text, outputs: 1 })

export interface StoredResult {
  readonly file: string
  /** Absent for what is heard. */
  readonly poster?: string
}

export const isHindi = (text: string): boolean => /\p{Script=Devanagari}/u.test(text)

export function storedResult(type: GenerationType, text: string): StoredResult {
  const scene = sceneOf(text)
  const language = isHindi(text) ? 'hi' : 'en'
  switch (type) {
    case 'VIDEO':
      return { file: `/samples/${scene}-wide-5.mp4`, poster: `/samples/${scene}-wide.jpg` }
    case 'IMAGE':
      return { file: `/samples/${scene}-wide.jpg` }
    case 'AVATAR':
      return { file: `/samples/talking-${language}-wide.mp4`, poster: '/samples/face-wide.jpg' }
    case 'AUDIO':
      return { file: `/samples/speech-${language}.mp3` }
  }
}

/** Into the playground, with what was typed. */
export const playgroundFragment = ({ type, id }: Pick<Tried, 'type' | 'id'>, text: string): string => `#${encodeURIComponent(JSON.stringify({ type, model: id, input: { text } }))}`
