// Text to video, and image to video, as published.
import type { Section } from './card.ts'

const ON = '2026-11-28'

export const TEXT_TO_VIDEO: Section = {
  id: 'video',
  title: { hi: 'टेक्स्ट-टू-वीडियो APIs', en: 'Text-to-video APIs' },
  text: {
    hi: 'दुनिया के सबसे एडवांस AI वीडियो मॉडल्स के साथ टेक्स्ट प्रॉम्प्ट्स को शानदार वीडियो में बदलें',
    en: 'Turn text prompts into stunning videos with the most advanced AI video models in the world',
  },
  cards: [
    {
      name: 'Kling', company: 'Kuaishou Technology', provider: 'kling', scene: 'mountains', publishedIn: 'hi',
      text: {
        hi: '6 वर्ज़न्स (1.0-2.1) के साथ इंडस्ट्री-लीडिंग वीडियो जनरेशन। स्टैंडर्ड और प्रो मोड्स, 5-10 सेकंड के वीडियो और असाधारण मोशन कोहेरेंस का सपोर्ट।',
        en: 'Industry-leading video generation in 6 versions (1.0–2.1). Standard and pro modes, videos of 5–10 seconds and outstanding motion coherence.',
      },
      tags: { hi: ['v1.0 - v2.1', '5-10 सेकंड', 'प्रो मोड', '1080p'], en: ['v1.0 - v2.1', '5–10 seconds', 'Pro mode', '1080p'] },
      today: { text: { hi: 'Kling ने 1.0 से 2.1 बंद कर दिए; इनके नाम 2.5 Turbo और 2.6 चलाते हैं। सबसे नया 3.0 है।', en: 'Kling took 1.0 to 2.1 offline; 2.5 Turbo and 2.6 serve their names. The newest is 3.0.' }, on: ON },
    },
    {
      name: 'Minimax / Hailuo-02', company: 'Minimax Technology', provider: 'minimax', scene: 'wave', publishedIn: 'hi',
      text: {
        hi: 'असाधारण सीन अंडरस्टैंडिंग और नेचुरल मोशन के साथ एडवांस वीडियो जनरेशन। उपलब्ध मॉडल्स में Hailuo-02 और HailuoI2V शामिल हैं।',
        en: 'Advanced video generation with exceptional scene understanding and natural motion. The models include Hailuo-02 and HailuoI2V.',
      },
      tags: { hi: ['1280x720', '5 सेकंड', 'नेचुरल मोशन', 'फास्ट जनरेशन'], en: ['1280x720', '5 seconds', 'Natural motion', 'Fast generation'] },
      today: { text: { hi: 'क्लिप 6 या 10 सेकंड की बनती हैं। HailuoI2V (I2V-01) अब पुराना है; Hailuo 02 बेहतर है।', en: 'Clips are 6 or 10 s long. HailuoI2V (I2V-01) is deprecated; Hailuo 02 does better.' }, on: ON },
    },
    {
      name: 'Veo-3', company: 'Google DeepMind', provider: 'veo-3', scene: 'bounce', publishedIn: 'hi',
      text: {
        hi: 'बेजोड़ यथार्थवाद और भौतिक सटीकता के साथ Google का नवीनतम वीडियो मॉडल। प्रीमियम क्वालिटी आउटपुट।',
        en: 'The newest video model of Google, with unmatched realism and physical accuracy. Output of premium quality.',
      },
      tags: { hi: ['अल्ट्रा-रियलिस्टिक', 'फिजिक्स-एक्यूरेट', 'Google क्वालिटी', '4K रेडी'], en: ['Ultra-realistic', 'Physics-accurate', 'Google quality', '4K ready'] },
      today: { text: { hi: 'Google ने Veo 3 बंद कर दिया; उसका नाम Gemini Omni Flash चलाता है। 4K Veo 3.1 में है।', en: 'Google took Veo 3 offline; Gemini Omni Flash serves its name. 4K is there in Veo 3.1.' }, on: ON },
    },
    {
      name: 'Runway Gen4', company: 'Runway ML', provider: 'runway', scene: 'frames', publishedIn: 'hi',
      text: {
        hi: 'Gen-2, Gen-3 और Gen4 मॉडल्स के साथ प्रोफेशनल इमेज एनिमेशन। सिनेमा-क्वालिटी परिणाम।',
        en: 'Professional image animation with the models Gen-2, Gen-3 and Gen4. Results in cinema quality.',
      },
      tags: { hi: ['Gen-2, Gen-3, Gen4', 'इमेज एनिमेशन', 'सिनेमा क्वालिटी', 'प्रो फीचर्स'], en: ['Gen-2, Gen-3, Gen4', 'Image animation', 'Cinema quality', 'Pro features'] },
      today: { text: { hi: 'Gen-2 और Gen-3 बंद हो चुके हैं; उनकी जगह Gen-4 और Gen-4.5 चलते हैं।', en: 'Gen-2 and Gen-3 are gone; Gen-4 and Gen-4.5 serve them.' }, on: ON },
    },
    {
      name: 'Luma Labs', company: 'Luma AI', provider: 'luma', scene: 'lotus', publishedIn: 'hi',
      text: {
        hi: 'Dream Machine के साथ आर्टिस्टिक वीडियो जनरेशन। अद्वितीय सौंदर्य के साथ असली और रचनात्मक वीडियो बनाएँ।',
        en: 'Artistic video generation with Dream Machine. Make real and creative videos of a beauty of their own.',
      },
      tags: { hi: ['Dream Machine', 'आर्टिस्टिक स्टाइल', 'रचनात्मक', '5 सेकंड'], en: ['Dream Machine', 'Artistic style', 'Creative', '5 seconds'] },
    },
    {
      name: 'Seedance', company: 'ByteDance', provider: 'seedance', scene: 'dancers', publishedIn: 'hi',
      text: {
        hi: 'मल्टी-पर्सन कोरियोग्राफी सपोर्ट के साथ एडवांस डांस सिंथेसिस। रेफरेंस फुटेज से सिंक्रोनाइज़्ड डांस वीडियो बनाएँ।',
        en: 'Advanced dance synthesis with choreography for several people. Make synchronised dance videos from reference footage.',
      },
      tags: { hi: ['डांस सिंथेसिस', 'मल्टी-पर्सन', 'कोरियोग्राफी', 'रेफरेंस-बेस्ड'], en: ['Dance synthesis', 'Multi-person', 'Choreography', 'Reference-based'] },
    },
    {
      name: 'Wan 2.2', company: 'Wan Technology', provider: 'wan', scene: 'street', publishedIn: 'hi',
      text: {
        hi: 'स्थिर 5-सेकंड क्लिप्स में विशेषज्ञ। विश्वसनीय क्वालिटी आउटपुट के साथ 480p और 1080p रेजोल्यूशन में उपलब्ध।',
        en: 'A specialist for steady 5-second clips. Available in 480p and 1080p, with output of reliable quality.',
      },
      tags: { hi: ['v2.2', '5 सेकंड', '480p/1080p', 'स्थिर आउटपुट'], en: ['v2.2', '5 seconds', '480p/1080p', 'Steady output'] },
      today: { text: { hi: 'Wan Alibaba का मॉडल है।', en: 'Wan is made by Alibaba.' }, on: ON },
    },
    {
      name: 'Vidu', company: 'Vidu AI', provider: 'vidu', scene: 'product', publishedIn: 'hi',
      text: {
        hi: 'ई-कॉमर्स केंद्रित वीडियो जनरेशन। प्रोडक्ट शोकेस और मार्केटिंग कंटेंट के लिए ऑप्टिमाइज़्ड।',
        en: 'Video generation for e-commerce. Optimised for product showcases and marketing content.',
      },
      tags: { hi: ['ई-कॉमर्स', 'प्रोडक्ट वीडियो', '8 सेकंड', 'मार्केटिंग रेडी'], en: ['E-commerce', 'Product video', '8 seconds', 'Marketing ready'] },
    },
  ],
}

export const IMAGE_TO_VIDEO: Section = {
  id: 'image-to-video',
  title: { hi: 'इमेज-टू-वीडियो APIs', en: 'Image-to-video APIs' },
  text: { hi: 'इंटेलिजेंट मोशन और एनिमेशन के साथ स्थिर इमेज में जान फूँकें', en: 'Bring still images to life with intelligent motion and animation' },
  cards: [
    {
      name: 'Kling Animation', company: 'Kuaishou', provider: 'kling', scene: 'kite', publishedIn: 'en',
      text: { en: 'Transform images into smooth videos with natural motion. Multiple versions and quality modes available.', hi: 'इमेज को नेचुरल मोशन वाले वीडियो में बदलें। कई वर्ज़न और क्वालिटी मोड।' },
      tags: { hi: ['Image-to-video', '5-10 seconds', 'Natural motion', 'Pro mode'], en: ['Image-to-video', '5-10 seconds', 'Natural motion', 'Pro mode'] },
    },
    {
      name: 'Runway Animation', company: 'Runway ML', provider: 'runway', scene: 'frames', publishedIn: 'en',
      text: { en: 'Professional image animation with Gen-2, Gen-3, and Gen4 models. Cinema-quality results.', hi: 'Gen-2, Gen-3 और Gen4 से प्रोफ़ेशनल इमेज एनिमेशन। सिनेमा-क्वालिटी नतीजे।' },
      tags: { hi: ['Gen2/3/4', 'Cinema quality', '16:9/9:16', 'Pro tools'], en: ['Gen2/3/4', 'Cinema quality', '16:9/9:16', 'Pro tools'] },
      today: { text: { hi: 'Gen-2 और Gen-3 बंद हो चुके हैं; उनकी जगह Gen-4 और Gen-4.5 चलते हैं।', en: 'Gen-2 and Gen-3 are gone; Gen-4 and Gen-4.5 serve them.' }, on: ON },
    },
  ],
}
