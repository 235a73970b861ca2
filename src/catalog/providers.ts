// The product lines as published, in the order they are listed. Only those with at least one model are served.
import type { Provider, ProviderId } from './model.ts'

export const providers = [
  {
    id: 'kling',
    name: 'Kling',
    company: 'Kuaishou Technology',
    description: {
      en: 'Video from text or an image, in standard and pro mode, with outstanding coherence of motion.',
      hi: 'टेक्स्ट या इमेज से वीडियो, स्टैंडर्ड और प्रो मोड में, असाधारण मोशन कोहेरेंस के साथ।',
    },
    features: [
      { en: '5–10 s clips up to 1080p', hi: '5–10 सेकंड के क्लिप, 1080p तक' },
      { en: 'Standard and pro mode', hi: 'स्टैंडर्ड और प्रो मोड' },
      { en: 'Image-to-video with first and last frame', hi: 'पहले और आख़िरी फ़्रेम के साथ इमेज-टू-वीडियो' },
    ],
    limitations: [{ en: 'A running generation cannot be cancelled', hi: 'चल रही generation रद्द नहीं की जा सकती' }],
  },
  {
    id: 'minimax',
    name: 'MiniMax Hailuo',
    company: 'MiniMax',
    description: {
      en: 'Video with strong understanding of the scene and natural motion.',
      hi: 'बेहतरीन सीन अंडरस्टैंडिंग और नेचुरल मोशन वाला वीडियो।',
    },
    features: [
      { en: '6 or 10 s clips', hi: '6 या 10 सेकंड के क्लिप' },
      { en: 'Text, first frame, first and last frame', hi: 'टेक्स्ट, पहला फ़्रेम, पहला और आख़िरी फ़्रेम' },
    ],
    limitations: [
      { en: '1080p only for 6 s clips', hi: '1080p केवल 6 सेकंड के क्लिप में' },
      { en: 'A running generation cannot be cancelled', hi: 'चल रही generation रद्द नहीं की जा सकती' },
    ],
  },
  {
    id: 'runway',
    name: 'Runway',
    company: 'Runway ML',
    description: {
      en: 'Professional image animation in cinema quality.',
      hi: 'सिनेमा-क्वालिटी में प्रोफेशनल इमेज एनिमेशन।',
    },
    features: [
      { en: 'Gen-4 family, 2–10 s', hi: 'Gen-4 मॉडल, 2–10 सेकंड' },
      { en: 'Wide, tall and square formats', hi: 'चौड़े, लंबे और चौकोर फ़ॉर्मैट' },
      { en: 'Can be cancelled while it runs', hi: 'चलते समय भी रद्द किया जा सकता है' },
    ],
    limitations: [{ en: 'Gen-2 and Gen-3 are served by Gen-4', hi: 'Gen-2 और Gen-3 की जगह Gen-4 काम करता है' }],
  },
  {
    id: 'luma',
    name: 'Luma Dream Machine',
    company: 'Luma AI',
    description: {
      en: 'Artistic video with a look of its own.',
      hi: 'अनोखे सौंदर्य वाला आर्टिस्टिक वीडियो।',
    },
    features: [
      { en: '5 or 9 s clips, up to 4K', hi: '5 या 9 सेकंड के क्लिप, 4K तक' },
      { en: 'Seamless loops', hi: 'बिना जोड़ वाले लूप' },
    ],
    limitations: [{ en: 'Images must be public https URLs', hi: 'इमेज का सार्वजनिक https URL ज़रूरी है' }],
  },
  {
    id: 'flux-dev',
    name: 'FLUX.1 [dev]',
    company: 'Black Forest Labs',
    description: {
      en: 'A fast image model for prototypes: a good balance of speed and quality.',
      hi: 'प्रोटोटाइपिंग के लिए तेज़ इमेज मॉडल: स्पीड और क्वालिटी का सही संतुलन।',
    },
    features: [{ en: 'All aspect ratios', hi: 'सभी aspect ratio' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-pro',
    name: 'FLUX.1 [pro]',
    company: 'Black Forest Labs',
    description: {
      en: 'Professional images with finer detail and more control.',
      hi: 'बेहतर विवरण और आर्टिस्टिक कंट्रोल के साथ प्रोफेशनल इमेज।',
    },
    features: [{ en: 'High quality', hi: 'हाई क्वालिटी' }],
    limitations: [{ en: 'Served by FLUX 1.1 [pro], its successor', hi: 'इसके उत्तराधिकारी FLUX 1.1 [pro] से बनाया जाता है' }],
  },
  {
    id: 'flux-pro-1.1',
    name: 'FLUX 1.1 [pro]',
    company: 'Black Forest Labs',
    description: {
      en: 'Follows prompts better, composes better, and is faster.',
      hi: 'prompt की बेहतर समझ, बेहतर कंपोज़िशन और तेज़ जनरेशन।',
    },
    features: [{ en: 'Fast', hi: 'तेज़' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-ultra',
    name: 'FLUX 1.1 [pro] Ultra',
    company: 'Black Forest Labs',
    description: {
      en: 'The most detail and the highest resolution of the family, about 4 megapixels.',
      hi: 'सबसे अधिक विवरण और रेजोल्यूशन, लगभग 4 मेगापिक्सल।',
    },
    features: [{ en: 'From 21:9 to 9:21', hi: '21:9 से 9:21 तक' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-kontext',
    name: 'FLUX.1 Kontext',
    company: 'Black Forest Labs',
    description: {
      en: 'Makes and edits images in the context of a reference image; Pro and Max.',
      hi: 'रेफरेंस इमेज के संदर्भ में इमेज बनाता और बदलता है; Pro और Max।',
    },
    features: [{ en: 'Reference image', hi: 'रेफरेंस इमेज' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'minimax-image',
    name: 'MiniMax Image',
    company: 'MiniMax',
    description: {
      en: 'Images with artistic understanding, up to nine in one generation.',
      hi: 'आर्टिस्टिक समझ वाली इमेज, एक generation में नौ तक।',
    },
    features: [
      { en: 'Up to 9 images at once', hi: 'एक साथ 9 इमेज तक' },
      { en: 'Character reference', hi: 'कैरेक्टर रेफरेंस' },
    ],
    limitations: [{ en: 'Prompts up to 1,500 characters', hi: 'prompt अधिकतम 1,500 अक्षर' }],
  },
  {
    id: 'heygen',
    name: 'HeyGen',
    company: 'HeyGen',
    description: {
      en: 'Talking avatars from a script.',
      hi: 'स्क्रिप्ट से बोलने वाले अवतार।',
    },
    features: [
      { en: 'Ready avatars and your own photo', hi: 'तैयार अवतार और आपकी अपनी फ़ोटो' },
      { en: 'Lip sync', hi: 'लिप सिंक' },
    ],
    limitations: [{ en: 'Takes several minutes', hi: 'कई मिनट लगते हैं' }],
  },
  {
    id: 'elevenlabs',
    name: 'ElevenLabs',
    company: 'ElevenLabs',
    description: {
      en: 'Natural voices with emotion, in many languages.',
      hi: 'इमोशनल कंट्रोल और कई भाषाओं में नेचुरल आवाज़ें।',
    },
    features: [
      { en: '29 languages, Hindi among them', hi: 'हिंदी सहित 29 भाषाएँ' },
      { en: 'Voices by name or id', hi: 'नाम या id से आवाज़ चुनें' },
    ],
    limitations: [{ en: 'At most 10,000 characters with the default model', hi: 'डिफ़ॉल्ट मॉडल में अधिकतम 10,000 अक्षर' }],
  },
] as const satisfies readonly Provider[]

export const providerById = (id: string): Provider | undefined => providers.find((provider) => provider.id === id)

/** A provider's name for people; its id where it has no row. */
export const providerName = (id: ProviderId): string => providerById(id)?.name ?? id
