// What a request may ask for at most, judged before anything runs: pure functions over the parsed document and the
// variables. Fragments are measured once each, so that spreading one into another cannot make measuring itself dear.
import { Kind, visit } from 'graphql'
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'
import { ApiError } from '../../domain/errors.ts'
import type { Sentence } from '../../domain/errors.ts'

/** Every limit of a GraphQL request; docs/guide/limits.md lists them. */
export const REQUEST_LIMITS = {
  tokens: { most: 3000, field: 'query', en: 'tokens in its document', hi: 'document में {most} tokens' },
  depth: { most: 15, field: 'query', en: 'levels of fields inside fields', hi: 'fields के {most} स्तर' },
  rootFields: { most: 20, field: 'query', en: 'fields at the root of an operation', hi: 'operation में {most} root fields' },
  aliases: { most: 50, field: 'query', en: 'aliases', hi: '{most} aliases' },
  directives: { most: 50, field: 'query', en: 'directives', hi: '{most} directives' },
  cost: { most: 30_000, field: 'query', en: 'fields to answer, those of each list\'s items counted', hi: 'जवाब में {most} fields (सूची के हर item के fields गिनकर)' },
  variableBytes: { most: 1_000_000, field: 'variables', en: 'bytes of variables', hi: 'variables में {most} बाइट' },
  jsonDepth: { most: 32, field: 'variables', en: 'levels of lists and objects in its JSON', hi: 'JSON में {most} स्तर' },
} as const satisfies Record<string, { readonly most: number; readonly field: string } & Sentence>

export type RequestLimit = keyof typeof REQUEST_LIMITS

/** @param actual how many it has, where that was counted to the end */
export function overLimit(limit: RequestLimit, actual?: number): ApiError {
  const { most, field, en, hi } = REQUEST_LIMITS[limit]
  const counted = actual === undefined ? { en: 'this one has more.', hi: 'इसमें इससे अधिक हैं।' } : { en: 'this one has {actual}.', hi: 'इसमें {actual} हैं।' }
  return new ApiError('INVALID_INPUT', {
    field,
    sentence: { en: `A request may have at most {most} ${en}; ${counted.en}`, hi: `एक रिक्वेस्ट में अधिकतम ${hi} हो सकते हैं; ${counted.hi}` },
    values: { most, ...(actual !== undefined && { actual }) },
    extra: { limit, limitFigure: most },
  })
}

/** @throws ApiError INVALID_INPUT */
export function guard(limit: RequestLimit, actual: number): void {
  if (actual > REQUEST_LIMITS[limit].most) throw overLimit(limit, actual)
}

/** All limits that the document alone decides, and that no literal holds a NUL. @throws ApiError INVALID_INPUT */
export function guardDocument(document: DocumentNode): void {
  const fragments = fragmentsOf(document)
  const depths = new Map<string, number>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    guard('rootFields', rootFieldsOf(definition.selectionSet, fragments, new Set()))
    guard('depth', depthOf(definition.selectionSet, fragments, depths))
  }
  let aliases = 0
  let directives = 0
  visit(document, {
    Field: (node) => void (aliases += node.alias ? 1 : 0),
    Directive: () => void (directives += 1),
    StringValue: (node) => guardText(node.value, 'query'),
  })
  guard('aliases', aliases)
  guard('directives', directives)
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])))
}

function rootFieldsOf(selection: SelectionSetNode, fragments: Fragments, seen: Set<string>): number {
  let count = 0
  for (const node of selection.selections) {
    if (node.kind === Kind.FIELD) count += 1
    else if (node.kind === Kind.INLINE_FRAGMENT) count += rootFieldsOf(node.selectionSet, fragments, seen)
    else if (!seen.has(node.name.value)) {
      seen.add(node.name.value)
      const fragment = fragments.get(node.name.value)
      count += fragment ? rootFieldsOf(fragment.selectionSet, fragments, seen) : 0
    }
  }
  return count
}

/** A fragment that leads back to itself counts as 0: validation refuses it later. */
function depthOf(selection: SelectionSetNode, fragments: Fragments, known: Map<string, number>): number {
  let deepest = 0
  for (const node of selection.selections) {
    let depth = 0
    if (node.kind === Kind.FIELD) depth = 1 + (node.selectionSet ? depthOf(node.selectionSet, fragments, known) : 0)
    else if (node.kind === Kind.INLINE_FRAGMENT) depth = depthOf(node.selectionSet, fragments, known)
    else depth = known.get(node.name.value) ?? depthOfFragment(node.name.value, fragments, known)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function depthOfFragment(name: string, fragments: Fragments, known: Map<string, number>): number {
  known.set(name, 0)
  const fragment = fragments.get(name)
  const depth = fragment ? depthOf(fragment.selectionSet, fragments, known) : 0
  known.set(name, depth)
  return depth
}

/**
 * Texts must come out of the database, of JSON and of an upstream as they went in: a NUL or half a surrogate pair
 * would not. @param path names the field at fault @throws ApiError INVALID_INPUT
 */
export function guardText(text: string, path: string): void {
  if (!text.includes('\0') && text.isWellFormed()) return
  throw new ApiError('INVALID_INPUT', {
    field: path.slice(0, LONGEST_PATH),
    sentence: { en: 'The text holds a NUL or half a surrogate pair.', hi: 'टेक्स्ट में NUL या अधूरा surrogate pair है।' },
  })
}

const LONGEST_PATH = 200

/** Depth and texts of a JSON value, its names included. @throws ApiError INVALID_INPUT */
export function guardJson(value: unknown, path: string, depth = 1): void {
  if (typeof value === 'string') return guardText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (depth > REQUEST_LIMITS.jsonDepth.most) throw overLimit('jsonDepth')
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) if (typeof item !== 'number') guardJson(item, `${path}.${index}`, depth + 1)
    return
  }
  for (const [name, item] of Object.entries(value)) {
    guardText(name, path)
    guardJson(item, path === '' ? name : `${path}.${name}`, depth + 1)
  }
}
