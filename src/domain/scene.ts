// Which of the drawn scenes a text asks for, by its first word that names one: in English, Hindi or Hinglish.
import scenes from '../../static/test-media/scenes.json'

const OTHERWISE = 'mountains'

/** @returns a scene of static/test-media, as its files' names begin */
export function sceneOf(text: string): string {
  const words = text.toLowerCase().normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? []
  for (const word of words) {
    const found = Object.entries(scenes).find(([, names]) => names.some((name) => word.startsWith(name.normalize('NFC'))))
    if (found) return found[0]
  }
  return OTHERWISE
}
