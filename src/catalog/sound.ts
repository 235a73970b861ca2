// One name for sound over all models. `names` are what the companies, and the services that sell them on, call it.
import type { Option } from './model.ts'

export const sound = {
  kind: 'flag',
  default: true,
  names: ['generateAudio', 'generate_audio', 'audio', 'withAudio', 'with_audio', 'enableAudio', 'enable_audio'],
  about: { en: 'Speech and sounds made along with the picture.', hi: 'वीडियो के साथ ही आवाज़ और साउंड भी बनते हैं।' },
} as const satisfies Option
