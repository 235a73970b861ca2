// How many characters a text has, as people count: code points. Every model that is tried asks it of the same text, so
// the last answer is kept, and no copy of the text is made for it.

let last = { text: '', characters: 0 }

export function charactersOf(text: string): number {
  if (text === last.text) return last.characters
  let characters = 0
  for (let index = 0; index < text.length; index += 1) {
    characters += 1
    if (isPair(text, index)) index += 1
  }
  last = { text, characters }
  return characters
}

const isPair = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index)
  const next = text.charCodeAt(index + 1)
  return unit >= 0xd800 && unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff
}
