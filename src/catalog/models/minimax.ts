// MiniMax's video models (Hailuo), all of the first generation of its API. The published default is hailuo-02.
// Parameters: https://platform.minimax.io/docs/api-reference/video-generation-t2v.md, -i2v.md, -fl2v.md, -s2v.md, read 2026-10-08.
// Hailuo-02 has a 512P, but only with a first frame and no last one; a row cannot say that, so it is not offered.
import type { Model, Option } from '../../domain/model.ts'
import { motionIntensity, style } from '../prompt-options.ts'

const PRICES = 'https://platform.minimax.io/docs/guides/pricing-paygo.md'
const PAGES = 'https://platform.minimax.io/docs/api-reference'

const prompt = { maxLength: 2000 }
const frame = { media: 'any' } as const

function duration(allowed: readonly [number, ...number[]]): Option {
  return {
    kind: 'int',
    min: allowed[0],
    max: Math.max(...allowed),
    allowed,
    default: 6,
    unit: 's',
    about: { en: 'Length of the clip in seconds.', hi: 'क्लिप की लंबाई, सेकंड में।' },
  }
}

function resolution(allowed: readonly [string, ...string[]]): Option {
  return {
    kind: 'choice',
    allowed,
    default: allowed[0],
    about: { en: 'Height of the picture.', hi: 'वीडियो का resolution।' },
  }
}

const aspectRatio: Option = {
  kind: 'choice',
  allowed: ['16:9'],
  default: '16:9',
  about: {
    en: 'Text makes 16:9; with a first frame the clip takes the shape of that image.',
    hi: 'टेक्स्ट से 16:9 बनता है; पहला फ़्रेम देने पर क्लिप उसी इमेज का अनुपात लेती है।',
  },
}

/** Duration first: ten seconds at 1080p become ten seconds at 768p. */
const hailuoOptions = {
  duration: duration([6, 10]),
  resolution: resolution(['768p', '1080p']),
  aspectRatio,
  style,
  motionIntensity,
}

const hailuoRules = [{ when: { duration: [10] }, allow: { resolution: ['768p'] } }]

const firstGenerationOptions = {
  duration: duration([6]),
  resolution: resolution(['720p']),
  aspectRatio,
  style,
  motionIntensity,
}

const cameraWords = {
  en: 'Camera directions in the prompt, such as [Push in] or [Pan left]',
  hi: 'प्रॉम्प्ट में कैमरा निर्देश, जैसे [Push in] या [Pan left]',
}
const followsFrame = {
  en: 'With a first frame the clip takes the shape of that image',
  hi: 'पहला फ़्रेम देने पर क्लिप उसी इमेज के अनुपात में बनती है',
}
const fullHdIsShort = { en: '1080p only for 6 seconds', hi: '1080p सिर्फ़ 6 सेकंड के लिए' }
const noSound = { en: 'No sound', hi: 'आवाज़ नहीं होती' }
const noSeed = { en: 'No seed: a clip cannot be repeated exactly', hi: 'Seed नहीं है: वही क्लिप दोबारा हूबहू नहीं बन सकती' }

/** The 01 family can still be called, but neither the price page nor the list of models has it any more. */
const unlisted = { state: 'deprecated', successor: 'hailuo-02', since: '2026-10-08', source: PRICES } as const
const RESOLD = { on: '2026-08-21', by: "a reseller's list" } as const
const recalled = 'recalled: the figure of 2025; the page no longer prices the 01 family'

export const minimaxModels = [
  {
    id: 'hailuo-02',
    provider: 'minimax',
    name: 'MiniMax Hailuo 02',
    type: 'VIDEO',
    aliases: ['minimax-hailuo-02'],
    upstream: 'minimax',
    upstreamModel: 'MiniMax-Hailuo-02',
    inputs: { text: { required: true, ...prompt }, image: { required: false, ...frame }, lastImage: { required: false, ...frame } },
    needsWith: { lastImage: 'image' },
    options: hailuoOptions,
    rules: hailuoRules,
    price: { kind: 'table', by: ['duration', 'resolution'], usdPerOutput: { '6/768p': 0.28, '10/768p': 0.56, '6/1080p': 0.49 } },
    priceSource: { url: PRICES, checkedOn: '2026-09-02', confirmed: RESOLD },
    docs: { url: `${PAGES}/video-generation-fl2v.md`, checkedOn: '2026-10-08' },
    lifecycle: { state: 'active' },
    rank: 5,
    typicalSeconds: 200,
    deadlineSeconds: 2400,
    pollSeconds: 10,
    features: [
      { en: 'Text, a first frame, or a first and a last frame', hi: 'टेक्स्ट, पहला फ़्रेम, या पहला और आख़िरी फ़्रेम' },
      { en: 'Natural motion', hi: 'नेचुरल मोशन' },
      cameraWords,
    ],
    limitations: [fullHdIsShort, followsFrame, noSound, noSeed],
  },
  {
    id: 'hailuo-2.3',
    provider: 'minimax',
    name: 'MiniMax Hailuo 2.3',
    type: 'VIDEO',
    aliases: ['minimax-hailuo-2.3'],
    upstream: 'minimax',
    upstreamModel: 'MiniMax-Hailuo-2.3',
    inputs: { text: { required: true, ...prompt }, image: { required: false, ...frame } },
    options: hailuoOptions,
    rules: hailuoRules,
    price: { kind: 'table', by: ['duration', 'resolution'], usdPerOutput: { '6/768p': 0.28, '10/768p': 0.56, '6/1080p': 0.49 } },
    priceSource: { url: PRICES, checkedOn: '2026-09-02', confirmed: RESOLD },
    docs: { url: `${PAGES}/video-generation-t2v.md`, checkedOn: '2026-10-08' },
    lifecycle: { state: 'active' },
    rank: 6,
    typicalSeconds: 200,
    deadlineSeconds: 2400,
    pollSeconds: 10,
    features: [{ en: 'Text or a first frame', hi: 'टेक्स्ट या पहला फ़्रेम' }, cameraWords],
    limitations: [fullHdIsShort, { en: 'No last frame', hi: 'आख़िरी फ़्रेम नहीं दिया जा सकता' }, followsFrame, noSound, noSeed],
  },
  {
    id: 'hailuo-2.3-fast',
    provider: 'minimax',
    name: 'MiniMax Hailuo 2.3 Fast',
    type: 'VIDEO',
    aliases: ['minimax-hailuo-2.3-fast'],
    upstream: 'minimax',
    upstreamModel: 'MiniMax-Hailuo-2.3-Fast',
    inputs: { text: { required: false, ...prompt }, image: { required: true, ...frame } },
    options: hailuoOptions,
    rules: hailuoRules,
    price: { kind: 'table', by: ['duration', 'resolution'], usdPerOutput: { '6/768p': 0.19, '10/768p': 0.32, '6/1080p': 0.33 } },
    priceSource: { url: PRICES, checkedOn: '2026-09-02' },
    docs: { url: `${PAGES}/video-generation-i2v.md`, checkedOn: '2026-10-08' },
    lifecycle: { state: 'active' },
    rank: 11,
    typicalSeconds: 100,
    deadlineSeconds: 1800,
    pollSeconds: 10,
    features: [{ en: 'Image to video, faster and cheaper', hi: 'इमेज से वीडियो, तेज़ और सस्ता' }, cameraWords],
    limitations: [{ en: 'Needs an image', hi: 'इमेज देना ज़रूरी है' }, fullHdIsShort, followsFrame, noSound, noSeed],
  },
  {
    id: 'hailuo-i2v',
    provider: 'minimax',
    name: 'MiniMax Hailuo I2V (I2V-01)',
    type: 'VIDEO',
    aliases: ['hailuoi2v', 'i2v-01'],
    upstream: 'minimax',
    upstreamModel: 'I2V-01',
    inputs: { text: { required: false, ...prompt }, image: { required: true, ...frame } },
    options: firstGenerationOptions,
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.43 } },
    priceSource: { url: PRICES, checkedOn: '2026-10-08', note: recalled, confirmed: RESOLD },
    docs: { url: `${PAGES}/video-generation-i2v.md`, checkedOn: '2026-10-08' },
    lifecycle: unlisted,
    rank: 51,
    typicalSeconds: 180,
    deadlineSeconds: 1800,
    pollSeconds: 10,
    features: [{ en: 'Image to video', hi: 'इमेज से वीडियो' }],
    limitations: [{ en: 'Needs an image', hi: 'इमेज देना ज़रूरी है' }, followsFrame, noSound, noSeed],
  },
  {
    id: 't2v-01-director',
    provider: 'minimax',
    name: 'MiniMax T2V-01 Director',
    type: 'VIDEO',
    upstream: 'minimax',
    upstreamModel: 'T2V-01-Director',
    inputs: { text: { required: true, ...prompt } },
    options: firstGenerationOptions,
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.43 } },
    priceSource: { url: PRICES, checkedOn: '2026-10-08', note: recalled, confirmed: RESOLD },
    docs: { url: `${PAGES}/video-generation-t2v.md`, checkedOn: '2026-10-08' },
    lifecycle: unlisted,
    rank: 52,
    typicalSeconds: 180,
    deadlineSeconds: 1800,
    pollSeconds: 10,
    features: [cameraWords],
    limitations: [{ en: 'Text only', hi: 'सिर्फ़ टेक्स्ट' }, noSound, noSeed],
  },
  {
    // Has no successor in this API: no other model takes a face. So it stays active, though it is unlisted too.
    // Its page says neither duration nor size; 6 s of 720p are recalled.
    id: 's2v-01',
    provider: 'minimax',
    name: 'MiniMax S2V-01',
    type: 'VIDEO',
    upstream: 'minimax',
    upstreamModel: 'S2V-01',
    // The page shows a public address only, and says nothing of data URLs here.
    inputs: { text: { required: false, ...prompt }, images: { required: true, maxItems: 1, media: 'url' } },
    options: firstGenerationOptions,
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.65 } },
    priceSource: { url: PRICES, checkedOn: '2026-10-08', note: recalled },
    docs: { url: `${PAGES}/video-generation-s2v.md`, checkedOn: '2026-10-08' },
    lifecycle: { state: 'active' },
    rank: 53,
    typicalSeconds: 240,
    deadlineSeconds: 1800,
    pollSeconds: 10,
    features: [{ en: 'Keeps the person of a reference photo', hi: 'रेफ़रेंस फ़ोटो वाले व्यक्ति को वैसा ही रखता है' }],
    limitations: [
      { en: "Exactly one image, of a person's face, at a public address", hi: 'सिर्फ एक इमेज, किसी व्यक्ति के चेहरे की, public URL पर' },
      noSound,
      noSeed,
    ],
  },
] satisfies readonly Model[]
