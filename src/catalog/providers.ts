// The product lines as published, in the order they are listed. Only those with at least one model are served.
import type { Provider } from '../domain/model.ts'
import { PROVIDER_NAMES } from './provider-names.ts'

const TOLD = [
  {
    id: 'kling',
    description: {
      en: 'Video from text or an image, in standard and pro mode, with outstanding coherence of motion.',
      hi: 'टेक्स्ट या इमेज से वीडियो, स्टैंडर्ड और प्रो मोड में, असाधारण मोशन कोहेरेंस के साथ।',
    },
    features: [
      { en: '5–10 s clips up to 1080p', hi: '5–10 सेकंड की क्लिप, 1080p तक' },
      { en: 'Standard and pro mode', hi: 'स्टैंडर्ड और प्रो मोड' },
      { en: 'Image-to-video with first and last frame', hi: 'पहले और आख़िरी फ़्रेम के साथ इमेज-टू-वीडियो' },
    ],
    limitations: [{ en: 'A running generation cannot be cancelled', hi: 'चल रही generation रद्द नहीं की जा सकती' }],
  },
  {
    id: 'minimax',
    description: {
      en: 'Video with strong understanding of the scene and natural motion.',
      hi: 'बेहतरीन सीन अंडरस्टैंडिंग और नेचुरल मोशन वाला वीडियो।',
    },
    features: [
      { en: '6 or 10 s clips', hi: '6 या 10 सेकंड की क्लिप' },
      { en: 'Text, first frame, first and last frame', hi: 'टेक्स्ट, पहला फ़्रेम, पहला और आख़िरी फ़्रेम' },
    ],
    limitations: [
      { en: '1080p only for 6 s clips', hi: '1080p केवल 6 सेकंड की क्लिप में' },
      { en: 'A running generation cannot be cancelled', hi: 'चल रही generation रद्द नहीं की जा सकती' },
    ],
  },
  {
    id: 'veo-3',
    description: {
      en: "Google's video model: unmatched realism, true physics, with sound.",
      hi: 'बेजोड़ यथार्थवाद और भौतिक सटीकता के साथ Google का वीडियो मॉडल, आवाज़ सहित।',
    },
    features: [
      { en: 'Realistic light and physics', hi: 'वास्तविक रोशनी और फ़िज़िक्स' },
      { en: 'Sound and speech in the video', hi: 'वीडियो में ही आवाज़ और संवाद' },
    ],
    limitations: [{ en: 'Strict content rules', hi: 'कंटेंट के नियम सख़्त हैं' }],
  },
  {
    id: 'runway',
    description: {
      en: 'Professional image animation in cinema quality.',
      hi: 'सिनेमा-क्वालिटी में प्रोफ़ेशनल इमेज एनिमेशन।',
    },
    features: [
      { en: 'Gen-4 family, 2–10 s', hi: 'Gen-4 मॉडल, 2–10 सेकंड' },
      { en: 'Wide, tall and square formats', hi: 'चौड़े, लंबे और चौकोर फ़ॉर्मेट' },
      { en: 'Can be cancelled while it runs, without a refund', hi: 'चलते समय भी रद्द किया जा सकता है, पर क्रेडिट नहीं लौटते' },
    ],
    limitations: [{ en: 'Gen-2 and Gen-3 are served by Gen-4', hi: 'Gen-2 और Gen-3 बंद हो चुके हैं; अब Gen-4 चलता है' }],
  },
  {
    id: 'luma',
    description: {
      en: 'Artistic video with a look of its own.',
      hi: 'अनोखे सौंदर्य वाला आर्टिस्टिक वीडियो।',
    },
    features: [
      { en: '5 or 9 s clips, up to 4K', hi: '5 या 9 सेकंड की क्लिप, 4K तक' },
      { en: 'Seamless loops', hi: 'बिना जोड़ वाले लूप' },
    ],
    limitations: [{ en: 'Images must be public https URLs', hi: 'इमेज का public https URL ज़रूरी है' }],
  },
  {
    id: 'seedance',
    description: {
      en: 'Dance and motion of one person or several, after reference images.',
      hi: 'रेफ़रेंस इमेज के आधार पर एक या कई लोगों का डांस और मोशन।',
    },
    features: [
      { en: 'Several people in one clip', hi: 'एक क्लिप में कई लोग' },
      { en: 'Reference images', hi: 'रेफ़रेंस इमेज' },
    ],
    limitations: [{ en: 'Photos of real people are refused', hi: 'असली लोगों की फ़ोटो स्वीकार नहीं की जाती' }],
  },
  {
    id: 'wan',
    description: {
      en: 'Dependable five-second clips in 480p and 1080p.',
      hi: '5 सेकंड की भरोसेमंद क्लिप, 480p और 1080p में।',
    },
    features: [
      { en: 'Text and image to video', hi: 'टेक्स्ट और इमेज से वीडियो' },
      { en: 'Steady results', hi: 'स्थिर आउटपुट' },
    ],
    limitations: [{ en: 'Wan 2.2 makes 5 s clips', hi: 'Wan 2.2 में 5 सेकंड की क्लिप बनती हैं' }],
  },
  {
    id: 'vidu',
    description: {
      en: 'Video for shops: product showcases and marketing clips, also from reference images.',
      hi: 'ई-कॉमर्स के लिए वीडियो: प्रोडक्ट शोकेस और मार्केटिंग क्लिप, रेफ़रेंस इमेज से भी।',
    },
    features: [
      { en: 'Product showcases of 8 s', hi: '8 सेकंड के प्रोडक्ट वीडियो' },
      { en: 'Reference-to-video', hi: 'रेफ़रेंस-टू-वीडियो' },
    ],
    limitations: [{ en: 'Durations depend on the model', hi: 'अवधि मॉडल पर निर्भर करती है' }],
  },
  {
    id: 'imagen',
    description: {
      en: 'Photorealistic images that follow the prompt exactly; standard, fast and ultra.',
      hi: 'प्रॉम्प्ट का सटीक पालन करने वाली photorealistic इमेज; standard, fast और ultra।',
    },
    features: [
      { en: 'Up to 4 images at once', hi: 'एक साथ 4 इमेज तक' },
      { en: 'High resolution', hi: 'हाई रेज़ोल्यूशन' },
    ],
    limitations: [{ en: 'Imagen 3 is served by its successor', hi: 'Imagen 3 बंद हो चुका है; अब नया मॉडल चलता है' }],
  },
  {
    id: 'flux-dev',
    description: {
      en: 'A fast image model for prototypes: a good balance of speed and quality.',
      hi: 'प्रोटोटाइपिंग के लिए तेज़ इमेज मॉडल: स्पीड और क्वालिटी का सही संतुलन।',
    },
    features: [{ en: 'All aspect ratios', hi: 'सभी aspect ratio' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-pro',
    description: {
      en: 'Professional images with finer detail and more control.',
      hi: 'बेहतर विवरण और आर्टिस्टिक कंट्रोल के साथ प्रोफ़ेशनल इमेज।',
    },
    features: [{ en: 'High quality', hi: 'हाई क्वालिटी' }],
    limitations: [{ en: 'Served by FLUX 1.1 [pro], its successor', hi: 'अब इमेज FLUX 1.1 [pro] बनाता है' }],
  },
  {
    id: 'flux-pro-1.1',
    description: {
      en: 'Follows prompts better, composes better, and is faster.',
      hi: 'प्रॉम्प्ट की बेहतर समझ, बेहतर कंपोज़िशन और तेज़ जनरेशन।',
    },
    features: [{ en: 'Fast', hi: 'तेज़' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-ultra',
    description: {
      en: 'The most detail and the highest resolution of the family, about 4 megapixels.',
      hi: 'सबसे अधिक विवरण और रेज़ोल्यूशन, लगभग 4 मेगापिक्सल।',
    },
    features: [{ en: 'From 21:9 to 9:21', hi: '21:9 से 9:21 तक' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-kontext',
    description: {
      en: 'Makes and edits images in the context of a reference image; Pro and Max.',
      hi: 'रेफ़रेंस इमेज के आधार पर नई इमेज बनाता या उसे एडिट करता है; Pro और Max।',
    },
    features: [{ en: 'Reference image', hi: 'रेफ़रेंस इमेज' }],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'flux-krea',
    description: {
      en: 'FLUX tuned for a natural look, in several tiers.',
      hi: 'नेचुरल लुक के लिए ट्यून किया गया FLUX, कई टियर में।',
    },
    features: [{ en: 'Fast', hi: 'तेज़' }, { en: 'Tiers of quality and price', hi: 'क्वालिटी और कीमत के टियर' }],
    limitations: [{ en: 'Prices differ by tier', hi: 'कीमत टियर के अनुसार' }],
  },
  {
    id: 'minimax-image',
    description: {
      en: 'Images with artistic understanding, up to nine in one generation.',
      hi: 'आर्टिस्टिक समझ वाली इमेज, एक generation में नौ तक।',
    },
    features: [
      { en: 'Up to 9 images at once', hi: 'एक साथ 9 इमेज तक' },
      { en: 'Character reference', hi: 'कैरेक्टर रेफ़रेंस' },
    ],
    limitations: [{ en: 'Prompts up to 1,500 characters', hi: 'प्रॉम्प्ट अधिकतम 1,500 अक्षर' }],
  },
  {
    id: 'stable-diffusion',
    description: {
      en: 'The open standard: Core, SD 3.5 and Ultra, control by sketch, structure or style, LoRA.',
      hi: 'इंडस्ट्री स्टैंडर्ड ओपन मॉडल: Core, SD 3.5 और Ultra; स्केच, स्ट्रक्चर या स्टाइल से कंट्रोल; LoRA।',
    },
    features: [
      { en: 'Control by an image', hi: 'इमेज से कंट्रोल' },
      { en: 'LoRA weights of your own', hi: 'आपके अपने LoRA' },
    ],
    limitations: [{ en: 'One image per generation', hi: 'एक generation में एक इमेज' }],
  },
  {
    id: 'hedra',
    description: {
      en: 'Brings a portrait to life: lip sync and expression from a recording or a text.',
      hi: 'पोर्ट्रेट में जान फूँकता है: रिकॉर्डिंग या टेक्स्ट से लिप सिंक और एक्सप्रेशन।',
    },
    features: [
      { en: 'Character animation', hi: 'कैरेक्टर एनिमेशन' },
      { en: 'Lip sync to your audio', hi: 'आपके ऑडियो से लिप सिंक' },
    ],
    limitations: [{ en: 'Needs a portrait', hi: 'पोर्ट्रेट इमेज ज़रूरी है' }],
  },
  {
    id: 'heygen',
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
    description: {
      en: 'Natural voices with emotion, in many languages.',
      hi: 'कई भाषाओं में नेचुरल आवाज़ें, इमोशनल कंट्रोल के साथ।',
    },
    features: [
      { en: '29 languages, Hindi among them', hi: '29 भाषाएँ, हिंदी भी' },
      { en: 'Voices by name or id', hi: 'नाम या id से आवाज़ चुनें' },
    ],
    limitations: [{ en: 'At most 10,000 characters with the default model', hi: 'डिफ़ॉल्ट मॉडल में अधिकतम 10,000 अक्षर' }],
  },
  {
    id: 'google-tts',
    description: {
      en: 'Neural voices by the hundred, in more than 50 languages, with SSML.',
      hi: '50+ भाषाओं में सैकड़ों neural आवाज़ें, SSML के साथ।',
    },
    features: [
      { en: 'Over 380 voices, Hindi among them', hi: '380+ आवाज़ें, हिंदी में भी' },
      { en: 'Speaks SSML', hi: 'SSML का सपोर्ट' },
    ],
    limitations: [{ en: 'At most 5,000 bytes of text', hi: 'टेक्स्ट अधिकतम 5,000 बाइट' }],
  },
] as const satisfies readonly Omit<Provider, 'name' | 'company'>[]

export const providers: readonly Provider[] = TOLD.map((told) => ({ ...told, ...PROVIDER_NAMES[told.id] }))

export const providerById = (id: string): Provider | undefined => providers.find((provider) => provider.id === id)
