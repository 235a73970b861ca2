// Rules of options in words: where one narrows another.
import type { Model, OptionRule, OptionValue } from '../../../src/domain/model.ts'
import type { Language } from '../../language.ts'

const INPUT = 'input.'

export function rulesInWords({ rules = [], needsWith = {}, notTogether = [], needsOneOf = [] }: Pick<Model, 'rules' | 'needsWith' | 'notTogether' | 'needsOneOf'>, language: Language): readonly string[] {
  const pairs = Object.entries(needsWith)
  return language === 'hi'
    ? [
        ...rules.map(inHindi),
        ...pairs.map(([input, other]) => `\`${input}\` सिर्फ़ \`${other}\` के साथ दिया जा सकता है।`),
        ...notTogether.map(([one, other]) => `\`${one}\` और \`${other}\` में से एक ही दें।`),
        ...needsOneOf.map((group) => `इनमें से कम से कम एक ज़रूरी है: ${group.map(ticked).join(', ')}।`),
      ]
    : [
        ...rules.map(inEnglish),
        ...pairs.map(([input, other]) => `\`${input}\` needs \`${other}\` beside it.`),
        ...notTogether.map(([one, other]) => `Give either \`${one}\` or \`${other}\`, not both.`),
        ...needsOneOf.map((group) => `At least one of these is needed: ${group.map(ticked).join(', ')}.`),
      ]
}

const ticked = (value: OptionValue): string => `\`${value}\``

function inEnglish({ when, allow }: OptionRule): string {
  const conditions = Object.entries(when).map(([name, values]) => (name.startsWith(INPUT) ? `${values[0] === 'given' ? 'with' : 'without'} \`${name.slice(INPUT.length)}\`` : `with \`${name}\` ${values.map(ticked).join(' or ')}`))
  const allowed = Object.entries(allow).map(([name, values]) => `\`${name}\` is ${values.map(ticked).join(' or ')}`)
  const sentence = `${conditions.join(' and ')}, ${allowed.join(' and ')}.`
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function inHindi({ when, allow }: OptionRule): string {
  const conditions = Object.entries(when).map(([name, values]) => (name.startsWith(INPUT) ? `\`${name.slice(INPUT.length)}\` ${values[0] === 'given' ? 'दिया हो' : 'न दिया हो'}` : `\`${name}\` ${values.map(ticked).join(' या ')} हो`))
  const allowed = Object.entries(allow).map(([name, values]) => `\`${name}\` सिर्फ़ ${values.map(ticked).join(' या ')} हो सकता है`)
  return `${conditions.join(' और ')}, तो ${allowed.join(' और ')}।`
}
