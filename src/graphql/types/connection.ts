// Relay's cursor connections, forwards: `first` and `after`. A cursor is the id of the row it stands behind.
import { GraphQLBoolean, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfigArgumentMap } from 'graphql'
import * as v from 'valibot'
import { invalidInput } from '../../domain/errors.ts'
import { nonNull } from './non-null.ts'

const FIRST_BY_DEFAULT = 20
export const FIRST_AT_MOST = 100

export const pageArguments: GraphQLFieldConfigArgumentMap = {
  first: { type: nonNull(GraphQLInt), defaultValue: FIRST_BY_DEFAULT, description: `How many, 1 to ${FIRST_AT_MOST}.` },
  after: { type: GraphQLString, description: 'The `endCursor` of the page before.' },
}

export interface Page {
  readonly first: number
  readonly before: string | undefined
}

export interface Connection<Row> {
  readonly edges: readonly { readonly node: Row; readonly cursor: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null }
}

const ArgumentsSchema = v.object({ first: v.number(), after: v.nullish(v.string()) })

/** @throws ApiError INVALID_INPUT for a page size or a cursor that cannot be */
export function readPage(args: Readonly<Record<string, unknown>>): Page {
  const { first, after } = v.parse(ArgumentsSchema, args)
  if (first < 1 || first > FIRST_AT_MOST) {
    throw invalidInput('first', { en: `Ask for 1 to ${FIRST_AT_MOST} at once.`, hi: `एक बार में 1 से ${FIRST_AT_MOST} तक माँगें।` })
  }
  return { first, before: after === null || after === undefined ? undefined : readCursor(after) }
}

const CURSOR_PREFIX = 'cursor:'

function readCursor(cursor: string): string {
  const text = decoded(cursor)
  if (text?.startsWith(CURSOR_PREFIX)) return text.slice(CURSOR_PREFIX.length)
  throw invalidInput('after', { en: 'This is not a cursor of ours.', hi: 'यह हमारा cursor नहीं है।' })
}

function decoded(cursor: string): string | undefined {
  try {
    return atob(cursor)
  } catch {
    return undefined
  }
}

/**
 * @param rows one more than asked for, when there is a next page
 * @param stoppedAt where looking for rows ended, though there are more: the next page goes on behind it
 */
export function connectionOf<Row>(rows: readonly Row[], first: number, idOf: (row: Row) => string, stoppedAt?: string): Connection<Row> {
  const edges = rows.slice(0, first).map((node) => ({ node, cursor: cursorOf(idOf(node)) }))
  const last = rows.slice(0, first).map(idOf).at(-1)
  // What was added meanwhile moves the stop towards the newest: what is on this page must not come again.
  const end = last === undefined || (stoppedAt !== undefined && stoppedAt < last) ? stoppedAt : last
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first || stoppedAt !== undefined,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: end === undefined ? null : cursorOf(end),
    },
  }
}

interface Looking<Row> {
  readonly rows: (before: string | undefined, limit: number) => Promise<readonly Row[]>
  /** The last row that the page looked at, if there may be more behind it. */
  readonly end: (before: string | undefined) => Promise<readonly { readonly id: string }[]>
}

/** A page that looks at a bounded number of rows. Only one that a filter left short can have stopped before the end. */
export async function lookedPage<Row extends { readonly id: string }>({ first, before }: Page, filter: object, { rows, end }: Looking<Row>): Promise<Connection<Row>> {
  const found = await rows(before, first + 1)
  const isShort = found.length <= first && Object.keys(filter).length > 0
  const ends = isShort ? await end(before) : []
  return connectionOf(found, first, ({ id }) => id, ends[0]?.id)
}

const cursorOf = (id: string): string => btoa(CURSOR_PREFIX + id)

const PageInfoType = new GraphQLObjectType({
  name: 'PageInfo',
  description: 'Where a page stands.',
  fields: {
    hasNextPage: { type: nonNull(GraphQLBoolean), description: 'Whether more may follow: a page with a filter may hold fewer than asked for, or none, and go on.' },
    hasPreviousPage: { type: nonNull(GraphQLBoolean), description: 'Always false: pages go forwards only.' },
    startCursor: { type: GraphQLString, description: 'The first row\'s cursor.' },
    endCursor: { type: GraphQLString, description: 'Where the page ends: the next page\'s `after`.' },
  },
})

export function connectionType(node: GraphQLObjectType, order = 'newest first'): GraphQLObjectType {
  const edge = new GraphQLObjectType({
    name: `${node.name}Edge`,
    description: `One ${node.name} of a page.`,
    fields: {
      node: { type: nonNull(node), description: 'The thing itself.' },
      cursor: { type: nonNull(GraphQLString), description: 'Its place.' },
    },
  })
  return new GraphQLObjectType({
    name: `${node.name}Connection`,
    description: `A page of ${node.name}, ${order}.`,
    fields: {
      edges: { type: nonNull(new GraphQLList(nonNull(edge))), description: 'What the page holds.' },
      pageInfo: { type: nonNull(PageInfoType), description: 'Where it stands.' },
    },
  })
}
