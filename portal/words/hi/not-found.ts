// The page that is no page, in Hindi.
import type { notFound as en } from '../en/not-found.ts'
import type { Words } from '../pick.ts'

export const notFound: Words<typeof en> = {
  title: 'यह पेज नहीं मिला',
  text: 'शायद पता ग़लत लिखा गया है, या पेज अब कहीं और है। कुछ खोया नहीं, और कोई क्रेडिट नहीं कटा।',
  home: 'होम पेज पर जाएँ',
  wanted: 'पेज',
  nothing: 'नहीं मिला',
  charged: 'क्रेडिट कटे',
}
