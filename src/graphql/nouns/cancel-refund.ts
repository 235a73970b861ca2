// What comes back of a generation that is cancelled after its start: a fact of the model, told before anything is charged.
import { GraphQLEnumType } from 'graphql'
import type { CANCEL_REFUNDS, Model } from '../../domain/model.ts'

const CancelRefundEnum = new GraphQLEnumType({
  name: 'CancelRefund',
  description: 'What of its cost comes back when the provider has stopped a generation for you. Before it has started, all comes back.',
  values: {
    ALL: { description: 'All credits.' },
    NOTHING: { description: 'No credits: the provider keeps its fee, or does not say whether it does.' },
  } satisfies Record<(typeof CANCEL_REFUNDS)[number], { description: string }>,
})

/** The field, for whatever has a model. */
export const cancelRefundField = <Source>(modelOf: (source: Source) => Model) => ({
  type: CancelRefundEnum,
  description: 'What comes back when it is cancelled after its start; that of the model that serves it, if it comes to be another. Null: the provider cannot stop it then.',
  resolve: (source: Source) => modelOf(source).cancelRefund ?? null,
})
