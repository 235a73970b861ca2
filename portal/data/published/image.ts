// Text to image, as published.
import type { Section } from './card.ts'

const ON = '2026-11-28'

export const TEXT_TO_IMAGE: Section = {
  id: 'image',
  title: { hi: 'टेक्स्ट-टू-इमेज APIs', en: 'Text-to-image APIs' },
  text: {
    hi: 'स्टेट-ऑफ-द-आर्ट डिफ्यूजन मॉडल्स का उपयोग करके टेक्स्ट विवरण से शानदार इमेज बनाएँ',
    en: 'Make stunning images from text descriptions with state-of-the-art diffusion models',
  },
  cards: [
    {
      name: 'Google Imagen 3', company: 'Google AI', provider: 'imagen', scene: 'peacock', publishedIn: 'en',
      text: {
        en: "Google's most advanced image model with photorealistic quality and exceptional prompt adherence. Multiple sub-models available.",
        hi: 'Google का सबसे एडवांस इमेज मॉडल: photorealistic क्वालिटी, प्रॉम्प्ट का सटीक पालन, कई सब-मॉडल।',
      },
      tags: { hi: ['Photorealistic', 'Large/Medium', 'Fast turbo', 'High resolution'], en: ['Photorealistic', 'Large/Medium', 'Fast turbo', 'High resolution'] },
      today: { text: { hi: 'Imagen 3 बंद हो चुका है; उसका नाम Gemini Nano Banana 2.1 चलाता है।', en: 'Imagen 3 is gone; Gemini Nano Banana 2.1 serves its name.' }, on: ON },
    },
    {
      name: 'Flux Dev', company: 'Black Forest Labs', provider: 'flux-dev', scene: 'kite', publishedIn: 'hi',
      text: {
        hi: 'त्वरित इटरेशन के लिए फास्ट डेवलपमेंट मॉडल। प्रोटोटाइपिंग के लिए स्पीड और क्वालिटी के बीच सही संतुलन।',
        en: 'A fast development model for quick iteration. The right balance of speed and quality for prototypes.',
      },
      tags: { hi: ['फास्ट जनरेशन', 'डेवलपमेंट', '50 क्रेडिट', 'सभी रेशियो'], en: ['Fast generation', 'Development', '50 credits', 'All ratios'] },
    },
    {
      name: 'Flux Pro', company: 'Black Forest Labs', provider: 'flux-pro', scene: 'still', publishedIn: 'hi',
      text: {
        hi: 'बेहतर विवरण और आर्टिस्टिक कंट्रोल के साथ प्रोफेशनल इमेज जनरेशन। सुपीरियर स्टेबिलिटी।',
        en: 'Professional image generation with finer detail and artistic control. Superior stability.',
      },
      tags: { hi: ['प्रोफेशनल', 'हाई क्वालिटी', '100 क्रेडिट', 'बेहतर कंट्रोल'], en: ['Professional', 'High quality', '100 credits', 'Better control'] },
      today: { text: { hi: 'अब इमेज FLUX 1.1 [pro] बनाता है, कीमत 100 क्रेडिट ही है।', en: 'FLUX 1.1 [pro] makes the image now; the price is still 100 credits.' }, on: ON },
    },
    {
      name: 'Flux Pro 1.1', company: 'Black Forest Labs', provider: 'flux-pro-1.1', scene: 'mountains', publishedIn: 'en',
      text: {
        en: 'Enhanced version with improved prompt understanding and faster generation times. Better composition.',
        hi: 'प्रॉम्प्ट की बेहतर समझ, तेज़ जनरेशन और बेहतर कंपोज़िशन वाला नया वर्ज़न।',
      },
      tags: { hi: ['Version 1.1', '250 credits', 'Faster', 'Improved'], en: ['Version 1.1', '250 credits', 'Faster', 'Improved'] },
    },
    {
      name: 'Flux Pro 1.1 Ultra', company: 'Black Forest Labs', provider: 'flux-ultra', scene: 'lotus', publishedIn: 'hi',
      text: {
        hi: 'अधिकतम क्वालिटी इमेज जनरेशन। डिमांडिंग प्रोजेक्ट्स के लिए अत्यधिक विवरण और रेजोल्यूशन।',
        en: 'Image generation of the highest quality. Extreme detail and resolution for demanding projects.',
      },
      tags: { hi: ['अल्ट्रा क्वालिटी', '4K आउटपुट', '200 क्रेडिट', 'अधिकतम विवरण'], en: ['Ultra quality', '4K output', '200 credits', 'Most detail'] },
      today: { text: { hi: 'इमेज लगभग 4 मेगापिक्सल की बनती है; यह 4K से कम है।', en: 'An image has about 4 megapixels, which is less than 4K.' }, on: ON },
    },
    {
      name: 'Flux Kontext', company: 'Kontext AI', provider: 'flux-kontext', scene: 'still', publishedIn: 'en',
      text: {
        en: 'Specialized for context-aware generation with Pro and Max modes. Excellent for specific style requirements.',
        hi: 'रेफ़रेंस के अनुसार इमेज, Pro और Max मोड में। ख़ास स्टाइल के लिए बढ़िया।',
      },
      tags: { hi: ['Pro/Max modes', 'Context-aware', 'Style control', 'Reference support'], en: ['Pro/Max modes', 'Context-aware', 'Style control', 'Reference support'] },
      today: { text: { hi: 'Kontext को Black Forest Labs बनाती है।', en: 'Kontext is made by Black Forest Labs.' }, on: ON },
    },
    {
      name: 'Flux Krea', company: 'Krea AI', provider: 'flux-krea', scene: 'bounce', publishedIn: 'hi',
      text: {
        hi: 'तेजी से जनरेशन के लिए कई क्वालिटी टियर्स के साथ ऑप्टिमाइज़्ड Flux इम्प्लीमेंटेशन।',
        en: 'An optimised Flux implementation in several quality tiers, for faster generation.',
      },
      tags: { hi: ['मल्टीपल टियर्स', 'फास्ट जनरेशन', 'ऑप्टिमाइज़्ड', 'वेरिएबल प्राइसिंग'], en: ['Several tiers', 'Fast generation', 'Optimised', 'Variable pricing'] },
    },
    {
      name: 'Minimax Image', company: 'Minimax', provider: 'minimax-image', scene: 'bamboo', publishedIn: 'hi',
      text: {
        hi: 'उत्कृष्ट आर्टिस्टिक समझ और स्टाइल कंट्रोल के साथ एडवांस चीनी इमेज मॉडल।',
        en: 'An advanced Chinese image model with excellent artistic understanding and style control.',
      },
      tags: { hi: ['आर्टिस्टिक स्टाइल्स', 'चीनी ऑप्टिमाइज़्ड', 'हाई क्वालिटी', 'बैच सपोर्ट'], en: ['Artistic styles', 'Optimised for Chinese', 'High quality', 'Batches'] },
    },
    {
      name: 'Stable Diffusion', company: 'Stability AI', provider: 'stable-diffusion', scene: 'block', publishedIn: 'hi',
      text: {
        hi: 'व्यापक कस्टमाइजेशन विकल्पों के साथ इंडस्ट्री स्टैंडर्ड ओपन-सोर्स मॉडल।',
        en: 'The industry-standard open-source model, with a wide range of customisation.',
      },
      tags: { hi: ['ओपन सोर्स', 'कस्टमाइज़ेबल', 'ControlNet', 'LoRA सपोर्ट'], en: ['Open source', 'Customisable', 'ControlNet', 'LoRA support'] },
    },
  ],
}
