// Alarms as administrators see and close them.
import { GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { closeAlarm, listAlarms } from '../../admin/close-alarm.ts'
import { ALARM_KINDS } from '../../domain/alarm.ts'
import type { AlarmKind } from '../../domain/alarm.ts'
import type { AlarmRow } from '../../store/access-tables.ts'
import { isoTime } from '../../domain/times.ts'
import { operatorOf } from './admin-accounts.ts'
import type { Context } from '../types/context.ts'
import { LONGEST_NOTE, characters, checked } from '../types/key-inputs.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const ABOUT = {
  UPSTREAM_KEY: 'An upstream refuses our key, or its secret is not set though generations wait for it.',
  UPSTREAM_BALANCE: 'Our balance or our own limit at an upstream is used up.',
  CIRCUIT: 'A company\'s circuit has been open for long.',
  PRICE: 'What was made is not what was priced.',
  AUDIT: 'The audit found a breach.',
  DEAD_LETTER: 'A message that no retry helped.',
  SWEEPER: 'The sweeper does not keep up, or what it hands over fails again and again.',
  UNREADABLE: 'A stored handle or a message that this version of the service cannot read.',
  STORAGE: 'The database or the storage cannot be reached.',
  SHARD: 'A database is 70 % full or more.',
} as const satisfies Record<AlarmKind, string>

const AlarmKindEnum = new GraphQLEnumType({
  name: 'AlarmKind',
  description: 'What an alarm is about.',
  values: Object.fromEntries(ALARM_KINDS.map((kind) => [kind, { description: ABOUT[kind] }])),
})

const AlarmType = new GraphQLObjectType<AlarmRow>({
  name: 'Alarm',
  description: 'Something that an operator must mend: one for each kind, subject and UTC hour.',
  fields: {
    kind: { type: nonNull(AlarmKindEnum), description: 'What it is about.' },
    subject: { type: nonNull(GraphQLID), description: 'An upstream, a model, a generation, an account, a database.' },
    detail: { type: nonNull(GraphQLString), description: 'What happened last. No secret, nothing that a caller wrote.' },
    count: { type: nonNull(GraphQLInt), description: 'How often within the hour.' },
    firstAt: { type: nonNull(DateTimeScalar), description: 'The first time.', resolve: ({ firstAtMs }) => isoTime(firstAtMs) },
    lastAt: { type: nonNull(DateTimeScalar), description: 'The last time.', resolve: ({ lastAtMs }) => isoTime(lastAtMs) },
    postedAt: { type: DateTimeScalar, description: 'When it was posted to the operators.', resolve: ({ postedAtMs }) => isoTime(postedAtMs) },
    closedAt: { type: DateTimeScalar, description: 'When it was closed; null: it is open.', resolve: ({ closedAtMs }) => isoTime(closedAtMs) },
  },
})

type Field = GraphQLFieldConfig<unknown, Context>

const ListSchema = v.object({ all: v.boolean() })
const CloseSchema = v.object({ kind: v.picklist(ALARM_KINDS), subject: v.string(), reason: v.string() })

export const adminAlarmQueries = {
  adminAlarms: {
    type: listOf(AlarmType),
    description: 'What must be mended, newest first: 100 at most.',
    args: { all: { type: nonNull(GraphQLBoolean), defaultValue: false, description: 'With those that were closed.' } },
    resolve: (_source, args, { services }) => listAlarms(services, !v.parse(ListSchema, args).all),
  },
} as const satisfies Record<string, Field>

export const adminAlarmMutations = {
  adminAlarmClose: {
    type: listOf(AlarmType),
    description: 'Closes the alarms of a kind and subject; what happens again opens one again. Answers what is open.',
    args: {
      kind: { type: nonNull(AlarmKindEnum), description: 'What they are about.' },
      subject: { type: nonNull(GraphQLID), description: 'Whose or what.' },
      reason: { type: nonNull(GraphQLString), defaultValue: '', description: `For the log: at most ${LONGEST_NOTE} characters.` },
    },
    resolve: (_source, args, context) => {
      const wanted = v.parse(CloseSchema, args)
      checked(wanted, [characters('reason', wanted.reason, 0, LONGEST_NOTE)])
      return closeAlarm(context.services, operatorOf(context), wanted)
    },
  },
} as const satisfies Record<string, Field>
