// A dry run: what would be made, by whom, why, and for how much. Nothing is created or charged.
import { GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { Choice } from '../../routing/choose.ts'
import type { Candidate, PassedOver } from '../../routing/candidate.ts'
import { expectedSeconds } from '../../routing/healthy.ts'
import { reasonWords } from '../../routing/reasons.ts'
import { chooseFor } from '../../routing/test-market.ts'
import type { Allowance } from '../../limits/allowance.ts'
import { takeInputs } from '../../jobs/take-inputs.ts'
import { cancelRefundField } from './cancel-refund.ts'
import type { Context } from '../types/context.ts'
import { requestFrom } from './generate-input.ts'
import type { GenerateInput } from './generate-input.ts'
import { AdjustmentType } from './generation.ts'
import { listOf, nonNull } from '../types/non-null.ts'

export async function quote(input: GenerateInput, { services, caller, decoded, findUploads }: Context): Promise<Choice> {
  const { request } = await takeInputs(requestFrom(input, caller), decoded, findUploads)
  return chooseFor(caller, request, services)
}

/** By the call of the gate that the request makes in any case. */
async function placeNow(allowance: Allowance): Promise<number | null> {
  const { concurrent } = await allowance.read()
  return concurrent.remaining > 0 ? null : (await allowance.waitingCount()) + 1
}

const PassedOverType = new GraphQLObjectType<PassedOver, Context>({
  name: 'PassedOver',
  description: 'A model that was not chosen.',
  fields: {
    provider: { type: nonNull(GraphQLString), description: 'Its provider.', resolve: ({ model }) => model.provider },
    model: { type: nonNull(GraphQLString), description: 'Its id.', resolve: ({ model }) => model.id },
    reason: { type: nonNull(GraphQLString), description: 'Why not.', resolve: ({ reason }, _args, { language }) => reason[language] },
  },
})

const best = (choice: Choice): Candidate => choice.candidates[0]

export const QuoteType = new GraphQLObjectType<Choice, Context>({
  name: 'Quote',
  description: 'What `generate` would do with the same input.',
  fields: {
    provider: { type: nonNull(GraphQLString), description: 'Who would make it.', resolve: (choice) => best(choice).route.provider },
    model: { type: nonNull(GraphQLString), description: 'With which model.', resolve: (choice) => best(choice).route.model },
    reasons: { type: listOf(GraphQLString), description: 'Why this one.', resolve: ({ reasons }, _args, { language }) => reasons.map((reason) => reasonWords(reason)[language]) },
    creditCost: { type: nonNull(GraphQLInt), description: 'What would be charged; never more.', resolve: (choice) => best(choice).route.credits },
    cancelRefund: cancelRefundField((choice: Choice) => best(choice).model),
    queuePosition: {
      type: GraphQLInt,
      description: 'All slots of your plan are taken now: with `onLimit: QUEUE` it would wait at this place, with REJECT it would be refused. Null: it would begin at once.',
      resolve: (_choice, _args, { allowance }) => placeNow(allowance),
    },
    estimatedTime: { type: nonNull(GraphQLInt), description: 'Seconds it usually takes, as measured lately, where it was, and those that it would wait for its provider.', resolve: (choice) => expectedSeconds(best(choice)) },
    adjustments: {
      type: listOf(AdjustmentType),
      description: 'What would be served otherwise than asked.',
      resolve: (choice, _args, { language }) =>
        best(choice).route.adjustments.map((adjustment) => ({ ...adjustment, reason: adjustment.reason[language] })),
    },
    passedOver: { type: listOf(PassedOverType), description: 'The runners-up and the unfit, and why.' },
  },
})
