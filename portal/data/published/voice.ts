// Avatars, lip sync and speech, as published; and HeyGen, which had a sample and no card.
import type { Section } from './card.ts'

export const AVATARS_AND_SPEECH: Section = {
  id: 'avatars',
  title: { hi: 'अवतार, लिप सिंक और TTS APIs', en: 'Avatar, lip-sync and TTS APIs' },
  text: {
    hi: 'टॉकिंग अवतार बनाएँ और परफेक्ट सिंक्रोनाइज़ेशन के साथ नेचुरल स्पीच जेनरेट करें',
    en: 'Make talking avatars and generate natural speech in perfect sync',
  },
  cards: [
    {
      name: 'Hedra Lip Sync', company: 'Hedra AI', provider: 'hedra', scene: 'face', publishedIn: 'hi',
      text: {
        hi: 'परफेक्ट ऑडियो सिंक के साथ कैरेक्टर एनिमेशन। नेचुरल एक्सप्रेशंस और मूवमेंट्स के साथ पोर्ट्रेट्स में जान फूँकें।',
        en: 'Character animation in perfect sync with the audio. Bring portraits to life with natural expressions and movements.',
      },
      tags: { hi: ['कैरेक्टर एनिमेशन', 'ऑडियो सिंक', 'पोर्ट्रेट्स', 'एक्सप्रेशन कंट्रोल'], en: ['Character animation', 'Audio sync', 'Portraits', 'Expression control'] },
    },
    {
      name: 'ElevenLabs TTS', company: 'ElevenLabs', provider: 'elevenlabs', scene: 'voice', publishedIn: 'hi',
      text: { hi: 'इमोशनल कंट्रोल और कई भाषाओं के साथ सबसे नेचुरल AI आवाज़ें।', en: 'The most natural AI voices, with emotional control and many languages.' },
      tags: { hi: ['नेचुरल आवाज़ें', 'इमोशनल कंट्रोल', '29 भाषाएँ', 'वॉइस क्लोनिंग'], en: ['Natural voices', 'Emotional control', '29 languages', 'Voice cloning'] },
    },
    {
      name: 'Google TTS', company: 'Google Cloud', provider: 'google-tts', scene: 'greeting', publishedIn: 'en',
      text: { en: "Google's neural text-to-speech with WaveNet voices. Over 380 voices in 50+ languages with SSML support.", hi: 'Google की neural आवाज़ें, WaveNet भी। 50+ भाषाओं में 380+ आवाज़ें, SSML का सपोर्ट।' },
      tags: { hi: ['380+ voices', '50+ languages', 'WaveNet', 'SSML'], en: ['380+ voices', '50+ languages', 'WaveNet', 'SSML'] },
    },
    {
      name: 'HeyGen', company: 'HeyGen', provider: 'heygen', scene: 'presenter', publishedIn: 'hi',
      text: { hi: 'स्क्रिप्ट से बोलने वाले अवतार: तैयार अवतार, या आपकी अपनी फ़ोटो।', en: 'Talking avatars from a script: ready ones, or your own photo.' },
      tags: { hi: ['टॉकिंग अवतार', 'अपनी फ़ोटो', 'लिप सिंक', 'कई भाषाएँ'], en: ['Talking avatars', 'Your own photo', 'Lip sync', 'Many languages'] },
    },
  ],
}
