// The figures as published, and what holds today.
import { models } from '../../../src/catalog/catalog.ts'
import type { TodayLine } from '../../ui/today.tsx'

export interface Figure {
  readonly value: string
  readonly name: string
  readonly today?: TodayLine
}

const callable = models.filter(({ lifecycle }) => lifecycle.state !== 'retired').length
const LOOKED_ON = '2026-11-28'

export const FIGURES: readonly Figure[] = [
  {
    value: '30+',
    name: 'AI Models',
    today: { text: { en: `${callable} models can be called, of 21 providers.`, hi: `21 provider के ${callable} मॉडल चलते हैं।` }, on: LOOKED_ON },
  },
  { value: '8', name: 'Video APIs' },
  { value: '9', name: 'Image Models' },
  {
    value: '99.9%',
    name: 'Uptime SLA',
    today: { text: { en: 'No promise, but what is measured stands on the status page.', hi: 'वादा नहीं, नापी हुई संख्या स्टेटस पर है।' }, on: LOOKED_ON, page: 'status/' },
  },
  {
    value: '<2s',
    name: 'Avg Response',
    today: {
      text: { en: 'An order is answered at once; the result itself takes from seconds to minutes, by the model.', hi: 'रिक्वेस्ट का जवाब तुरंत; नतीजा बनने में मॉडल के अनुसार कुछ सेकंड से कुछ मिनट।' },
      on: LOOKED_ON,
    },
  },
]
