// MiniMax's image model. image-01-live (cartoon styles) is a model of the same API that nobody has published here.
// Parameters: https://platform.minimax.io/docs/api-reference/image-generation-t2i.md, read 2026-11-22.
import type { Model } from '../../domain/model.ts'
import { quality, style } from '../prompt-options.ts'

export const minimaxImageModels = [
  {
    id: 'image-01',
    provider: 'minimax-image',
    name: 'MiniMax Image-01',
    type: 'IMAGE',
    aliases: ['minimax-image-01'],
    upstream: 'minimax-image',
    upstreamModel: 'image-01',
    inputs: { text: { required: true, maxLength: 1500 }, image: { required: false, media: 'any' } },
    options: {
      n: {
        kind: 'int',
        min: 1,
        max: 9,
        default: 1,
        about: { en: 'How many images are made at once.', hi: 'एक बार में कितनी इमेज बनें।' },
      },
      aspectRatio: {
        kind: 'choice',
        allowed: ['1:1', '16:9', '4:3', '3:2', '2:3', '3:4', '9:16', '21:9'],
        default: '1:1',
        about: { en: 'Shape of the image.', hi: 'इमेज का अनुपात।' },
      },
      // An int64 there; no more than 31 bits are offered, which every client's JSON carries exactly.
      seed: { kind: 'seed', min: 0, max: 2_147_483_647, about: { en: 'Repeats an image.', hi: 'वही इमेज दोबारा बनाने के लिए।' } },
      quality,
      style,
    },
    outputsOption: 'n',
    price: { kind: 'table', by: [], usdPerOutput: { '': 0.0035 } },
    priceSource: {
      url: 'https://platform.minimax.io/docs/guides/pricing-paygo.md',
      checkedOn: '2026-11-22',
      note: 'recalled: not read on the page',
    },
    docs: { url: 'https://platform.minimax.io/docs/api-reference/image-generation-t2i.md', checkedOn: '2026-11-22' },
    lifecycle: { state: 'active' },
    rank: 10,
    typicalSeconds: 20,
    deadlineSeconds: 600,
    pollSeconds: 5,
    features: [
      { en: 'Up to nine images at once', hi: 'एक साथ नौ तक इमेज' },
      { en: 'Keeps the person of a reference photo', hi: 'रेफ़रेंस फ़ोटो वाले व्यक्ति को वैसा ही रखता है' },
      { en: 'Eight aspect ratios', hi: 'आठ aspect ratio' },
    ],
    limitations: [
      {
        en: 'Images that content rules hold back are missing from a batch',
        hi: 'जो इमेज कंटेंट के नियमों से रोकी जाती हैं, वे batch में नहीं आतीं',
      },
    ],
  },
] satisfies readonly Model[]
