// What Google takes for SSML: one whole `speak` of the elements that its page lists, read by an XML parser that shares no
// code with the service's own check. https://docs.cloud.google.com/text-to-speech/docs/ssml (recalled, 2026-11-22).
import { parseXml, XmlElement, type XmlNode } from '@rgrove/parse-xml'

const ELEMENTS: ReadonlySet<string> = new Set([
  'speak', 'break', 'say-as', 'audio', 'desc', 'p', 's', 'sub', 'mark', 'prosody', 'emphasis', 'par', 'seq', 'media', 'phoneme', 'voice', 'lang',
  'google:style',
])

export function isSpeakable(ssml: string): boolean {
  try {
    const { root } = parseXml(ssml)
    return root?.name === 'speak' && root.children.every(isKnown)
  } catch {
    return false
  }
}

const isKnown = (node: XmlNode): boolean => !(node instanceof XmlElement) || (ELEMENTS.has(node.name) && node.name !== 'speak' && node.children.every(isKnown))
