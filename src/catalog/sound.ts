// One name for sound over all models.
import type { Option } from '../domain/model.ts'

/** What the companies, and the services that sell them on, call it. */
export const SOUND_NAMES = ['generateAudio', 'generate_audio', 'audio', 'withAudio', 'with_audio', 'enableAudio', 'enable_audio'] as const

export const sound = {
  kind: 'flag',
  default: true,
  names: SOUND_NAMES,
  about: { en: 'Speech and sounds made along with the picture.', hi: 'वीडियो के साथ ही आवाज़ और साउंड भी बनते हैं।' },
} as const satisfies Option
