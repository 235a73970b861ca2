// Luma's rows: Ray 2 and its faster sibling, by the Dream Machine API. https://docs.lumalabs.ai, read 2026-11-22.
import type { Model, Option } from '../../domain/model.ts'
import { motionIntensity, style } from '../prompt-options.ts'

const docs = { url: 'https://docs.lumalabs.ai', checkedOn: '2026-11-22' }
const priceSource = {
  url: 'https://lumalabs.ai/api/pricing',
  checkedOn: '2026-11-22',
  confirmed: { on: '2026-08-21', by: "a reseller's list, within 2 %" },
  note: '$0.0064 (ray-2) and $0.0022 (ray-flash-2) a million pixels, 24 fps, 16:9',
}

/** Images reach Luma by their URL only; it has no upload and takes no base64. */
const inputs: Model['inputs'] = {
  text: { required: true, maxLength: 5000 },
  image: { required: false, media: 'url' },
  lastImage: { required: false, media: 'url' },
}

const options: Readonly<Record<string, Option>> = {
  duration: {
    kind: 'int', min: 5, max: 9, allowed: [5, 9], default: 5, unit: 's',
    about: { en: 'Length of the video in seconds.', hi: 'वीडियो की लंबाई, सेकंड में।' },
  },
  resolution: {
    kind: 'choice', allowed: ['540p', '720p', '1080p', '4k'], default: '720p',
    about: { en: 'Resolution of the video. The price grows with it.', hi: 'वीडियो का रेज़ोल्यूशन। कीमत इसी के साथ बढ़ती है।' },
  },
  aspectRatio: {
    kind: 'choice', allowed: ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9', '9:21'], default: '16:9',
    about: { en: 'Width to height.', hi: 'चौड़ाई और ऊँचाई का अनुपात।' },
  },
  loop: {
    kind: 'flag', default: false,
    about: { en: 'Makes the end run into the beginning without a seam.', hi: 'वीडियो का अंत बिना झटके के शुरुआत से जुड़ जाता है।' },
  },
  style,
  motionIntensity,
}

const keyframes = { en: 'First and last frame from images', hi: 'इमेज से पहला और आख़िरी फ़्रेम' }
const loops = { en: 'Seamless loops', hi: 'बिना जोड़ दिखे लूप होने वाले वीडियो' }
const limitations: Model['limitations'] = [
  { en: 'Images must be public https URLs; data URLs are refused.', hi: 'इमेज public https URL पर होनी चाहिए; data URL स्वीकार नहीं होते।' },
  { en: 'No negative prompt and no seed.', hi: 'negative प्रॉम्प्ट और seed उपलब्ध नहीं हैं।' },
  { en: 'Cancelling once it has started is best effort, and refunds nothing.', hi: 'शुरू हो चुकी generation का रद्द हो पाना निश्चित नहीं है, और उस पर क्रेडिट नहीं लौटते।' },
]

/** Whether a generation that is removed while it is made is billed is documented nowhere. */
const cancelRefund = 'NOTHING'

export const lumaModels = [
  {
    id: 'ray-2',
    provider: 'luma',
    name: 'Luma Ray 2',
    type: 'VIDEO',
    aliases: ['ray2', 'dream-machine'],
    upstream: 'luma',
    upstreamModel: 'ray-2',
    inputs,
    options,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '540p': 0.0796, '720p': 0.1416, '1080p': 0.3185, '4k': 1.274 } },
    priceSource,
    cancelRefund,
    docs,
    lifecycle: { state: 'active' },
    rank: 8,
    typicalSeconds: 90,
    deadlineSeconds: 1800,
    pollSeconds: 5,
    features: [keyframes, loops, { en: 'Natural, coherent motion', hi: 'स्वाभाविक और सुसंगत गति' }],
    limitations,
  },
  {
    id: 'ray-flash-2',
    provider: 'luma',
    name: 'Luma Ray 2 Flash',
    type: 'VIDEO',
    aliases: ['ray-2-flash', 'flash'],
    upstream: 'luma',
    upstreamModel: 'ray-flash-2',
    inputs,
    options,
    price: { kind: 'second', by: ['resolution'], usdPerSecond: { '540p': 0.0274, '720p': 0.0487, '1080p': 0.1095, '4k': 0.438 } },
    priceSource,
    cancelRefund,
    docs,
    lifecycle: { state: 'active' },
    rank: 14,
    typicalSeconds: 35,
    deadlineSeconds: 1200,
    pollSeconds: 5,
    features: [keyframes, loops, { en: 'About three times as fast and a third of the price of Ray 2', hi: 'Ray 2 से लगभग तीन गुना तेज़ और एक-तिहाई कीमत पर' }],
    limitations,
  },
] as const satisfies readonly Model[]
