// What a mutation is, and all of a file's: each place of an expression that could be wrong in a small way, with the wrong
// text. All of them are written into one copy of the file behind a switch, so that a mutant is a number and no build.
import { parseSync } from 'vite'
import { droppedTerms } from './sql-terms.ts'
import { short, type Wrong } from './wrong.ts'

export interface Mutation {
  readonly id: number
  readonly file: string
  readonly line: number
  /** `a < b → a <= b`. */
  readonly what: string
  /** A term of a statement's WHERE, dropped. */
  readonly isTerm: boolean
}

export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===', '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '&&': '||', '||': '&&', '??': '&&',
}
const METHODS: Readonly<Record<string, string>> = { some: 'every', every: 'some', min: 'max', max: 'min', filter: '', toSorted: '', slice: '' }

/** @param nextId the number of the next mutation, over all files */
export function instrument(file: string, source: string, nextId: () => number): { readonly code: string; readonly mutations: readonly Mutation[] } {
  const mutations: Mutation[] = []
  const textOf = (node: Node): string => source.slice(node.start, node.end)
  const lineOf = (node: Node): number => source.slice(0, node.start).split('\n').length

  const switched = (node: Node, wrongs: readonly Wrong[], right: string): string =>
    wrongs.reduceRight((rest, { text, what, isTerm }) => {
      const id = nextId()
      mutations.push({ id, file, line: lineOf(node), what, isTerm: isTerm === true })
      return `(__mutant(${id}) ? (${text}) : ${rest})`
    }, `(${right})`)

  /** The node's own text, with that of its parts. */
  const written = (node: Node): string => {
    let code = ''
    let at = node.start
    for (const part of partsOf(node)) {
      code += source.slice(at, part.start) + rewritten(part, node)
      at = part.end
    }
    return code + source.slice(at, node.end)
  }
  const rewritten = (node: Node, parent: Node): string => {
    // A statement may not begin with a bracket: there are no semicolons here.
    if (node.type === 'ExpressionStatement' && node['directive'] === undefined) {
      const id = nextId()
      mutations.push({ id, file, line: lineOf(node), what: `${short(textOf(node))} → nothing`, isTerm: false })
      return `__mutant(${id}) || (${written(node)})`
    }
    const isTest = parent.type === 'IfStatement' && parent['test'] === node
    const forced = isTest ? ['true', 'false'].map((text): Wrong => ({ text, what: `if (${short(textOf(node))}) → if (${text})` })) : []
    const wrongs = [...wrongsOf(node, parent, textOf), ...forced]
    return wrongs.length === 0 ? written(node) : switched(node, wrongs, written(node))
  }
  const program = parseSync(file, source).program as unknown as Node
  return { code: written(program), mutations }
}

/** Types are left out, and so is what may not be wrapped. */
function partsOf(node: Node): readonly Node[] {
  if (/^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import|ExportAll)/.test(node.type)) return []
  return Object.entries(node)
    .filter(([key]) => !/[Tt]ype(Annotation|Parameters|Arguments)?$|^implements$/.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]).filter(isNode))
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    // `{ id }` has its one word as key and as value.
    .filter((part, index, parts) => index === 0 || part.start >= (parts[index - 1]?.end ?? 0))
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value

function wrongsOf(node: Node, parent: Node, textOf: (node: Node) => string): readonly Wrong[] {
  const child = (key: string): Node => node[key] as Node
  const instead = (text: string): Wrong => ({ text, what: `${short(textOf(node))} → ${short(text)}` })
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const operator = String(node['operator'])
      const other = OPERATORS[operator]
      const isText = operator === '+' && /['`]/.test(textOf(node))
      return other === undefined || isText ? [] : [operator === '??' ? { ...instead(`${textOf(child('left'))} && ${textOf(child('right'))}`), text: `(${textOf(child('left'))}) && (${textOf(child('right'))})` } : instead(`${textOf(child('left'))} ${other} ${textOf(child('right'))}`)]
    }
    case 'UnaryExpression':
      return node['operator'] === '!' ? [instead(textOf(child('argument')))] : []
    case 'ConditionalExpression':
      return [instead(textOf(child('consequent'))), instead(textOf(child('alternate')))]
    case 'Literal':
      return typeof node['value'] === 'boolean' && parent.type !== 'TSLiteralType' ? [instead(String(!node['value']))] : []
    case 'CallExpression':
      return wrongCalls(node, textOf, instead)
    case 'TaggedTemplateExpression':
      return textOf(child('tag')) === 'sql' ? droppedTerms(textOf(node)) : []
    default:
      return []
  }
}

function wrongCalls(node: Node, textOf: (node: Node) => string, instead: (text: string) => Wrong): readonly Wrong[] {
  const callee = node['callee'] as Node
  const args = node['arguments'] as readonly Node[]
  const name = textOf(callee)
  if (name === 'and') {
    return args.map((dropped): Wrong => {
      const rest = args.filter((arg) => arg !== dropped).map(textOf)
      return { text: `and(${rest.join(', ')})`, what: `and(…) without ${short(textOf(dropped))}`, isTerm: true }
    })
  }
  if (name === 'insertIf' && args[3]) return [{ text: `insertIf(${args.slice(0, 3).map(textOf).join(', ')}, sql\`true\`)`, what: `insertIf(…) without ${short(textOf(args[3]))}`, isTerm: true }]
  if (callee.type !== 'MemberExpression' || callee['optional'] === true || name.includes('?.')) return []
  const object = textOf(callee['object'] as Node)
  const method = textOf(callee['property'] as Node)
  if (method === 'where' && args[0] && !textOf(args[0]).startsWith('and(')) return [{ text: `${object}.where(undefined)`, what: `where(…) without ${short(textOf(args[0]))}`, isTerm: true }]
  const other = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
  if (other === undefined) return []
  return [instead(other === '' ? object : `${object}.${other}(${args.map(textOf).join(', ')})`)]
}
