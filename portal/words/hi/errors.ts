// The pages of error codes, in Hindi.
import type { errors as en } from '../en/errors.ts'
import type { Words } from '../pick.ts'

export const errors: Words<typeof en> = {
  title: 'एरर कोड',
  lead: 'हर एरर का एक कोड होता है, आपकी भाषा में message, और प्रोग्राम के काम की बातें। फ़ैसला कोड से करें, message से नहीं।',
  code: 'कोड',
  meaning: 'मतलब',
  retry: 'दोबारा?',
  yes: 'हाँ',
  no: 'नहीं',
  when: 'क्या हुआ',
  todo: 'क्या करें',
  charged: 'क्या क्रेडिट कटे?',
  again: 'क्या दोबारा भेज सकते हैं?',
  example: 'जवाब ऐसा आता है',
  both: 'message दोनों भाषाओं में',
  onGeneration: 'generation पर',
  all: 'सभी एरर कोड',
  forTeam: 'टीम को भेजने के लिए',
  team: (code, what, todo) => `Doitong से ${code} आया: ${what} करना यह है: ${todo}`,
}
