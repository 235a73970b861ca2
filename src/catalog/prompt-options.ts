// The words of the published samples that most upstreams have no parameter for: they are carried into the prompt.
import type { Option } from '../domain/model.ts'

export const style = {
  kind: 'text',
  maxLength: 100,
  as: 'prompt',
  promptText: '{value} style',
  about: {
    en: 'The look, in your own words: "cinematic", "watercolour". Added to the prompt.',
    hi: 'लुक, अपने शब्दों में: "cinematic", "watercolour"। प्रॉम्प्ट में जोड़ा जाता है।',
  },
} as const satisfies Option

export const motionIntensity = {
  kind: 'text',
  maxLength: 100,
  as: 'prompt',
  promptText: '{value} motion',
  about: {
    en: 'How much moves, in your own words: "low", "high". Added to the prompt.',
    hi: 'कितनी हलचल हो, अपने शब्दों में: "low", "high"। प्रॉम्प्ट में जोड़ा जाता है।',
  },
} as const satisfies Option

export const quality = {
  kind: 'choice',
  allowed: ['standard', 'high', 'ultra'],
  as: 'prompt',
  promptText: '{value} quality',
  about: {
    en: 'How fine it should look. The model has no such setting, so it is added to the prompt.',
    hi: 'इमेज कितनी बारीक दिखे। मॉडल में ऐसी सेटिंग नहीं है, इसलिए यह प्रॉम्प्ट में जोड़ी जाती है।',
  },
} as const satisfies Option
