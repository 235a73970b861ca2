// The pages of the schema, in Hindi.
import type { schema as en } from '../en/schema.ts'

export const schema: typeof en = {
  title: 'Schema reference',
  lead: 'API की हर operation, type और field, सीधे schema से।',
  kinds: { queries: 'Queries', mutations: 'Mutations और subscription', objects: 'Objects', inputs: 'Inputs', values: 'Enums और scalars' },
  kindAbout: {
    queries: 'जो पढ़ा जा सकता है। पढ़ने से generation की सीमाएँ खर्च नहीं होतीं।',
    mutations: 'जिनसे कुछ बदलता है, और जिसे लाइव देखा जा सकता है।',
    objects: 'जो जवाब में मिलता है।',
    inputs: 'जो रिक्वेस्ट में दिया जाता है।',
    values: 'field और argument में लिखे जाने वाले शब्द।',
  },
  whole: 'पूरा schema एक फ़ाइल में',
  english: 'इस पेज के विवरण अंग्रेज़ी में हैं, ठीक वैसे ही जैसे schema में लिखे हैं।',
  answers: 'जवाब में',
  standard: 'डिफ़ॉल्ट',
  onThisPage: 'इस पेज पर',
  isNever: 'कुछ देना नहीं पड़ता।',
}
