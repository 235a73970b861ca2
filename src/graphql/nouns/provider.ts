// Providers and models as callers see them: the catalogue's rows, in their language.
import { GraphQLBoolean, GraphQLEnumType, GraphQLFloat, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLString } from 'graphql'
import { models, servingModel } from '../../catalog/catalog.ts'
import { fitOptions } from '../../routing/fit-options.ts'
import { usualSecondsOf } from '../../routing/healthy.ts'
import type { GenerationType, LengthUnit, Model, Option, Provider } from '../../domain/model.ts'
import { creditsOf } from '../../routing/price.ts'
import { priceWords } from '../../routing/price-words.ts'
import { providers } from '../../catalog/providers.ts'
import { lengthLimits } from '../../routing/text-length.ts'
import type { LengthLimit } from '../../routing/text-length.ts'
import { cancelRefundField } from './cancel-refund.ts'
import type { Sentence } from '../../domain/errors.ts'
import type { Context } from '../types/context.ts'
import { GenerationTypeEnum } from './generation.ts'
import { HealthType, healthOf } from './provider-health.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { JsonScalar } from '../types/scalars.ts'

/** A provider with its models of the asked type, best first. */
export interface ListedProvider {
  readonly provider: Provider
  readonly models: readonly Model[]
}

const isAlive = (model: Model): boolean => model.lifecycle.state !== 'retired'

/** Only what is configured and not switched off, and what the caller's key may use, is offered; a test key may try all that is on. */
export function listProviders(type: GenerationType | undefined, context: Context): readonly ListedProvider[] {
  const { upstreams, modelSwitches } = context.services
  return providers.flatMap((provider) => {
    const own = models.filter(
      (model) =>
        model.provider === provider.id &&
        (type === undefined || model.type === type) &&
        (context.caller.providers?.includes(model.provider) ?? true) &&
        (context.caller.kind === 'test' || upstreams.isConfigured(model.upstream)) &&
        !modelSwitches.isOff(servingModel(model).id),
    )
    return own.some(isAlive) ? [{ provider, models: own.toSorted((a, b) => a.rank - b.rank) }] : []
  })
}

const OptionType = new GraphQLObjectType<readonly [string, Option], Context>({
  name: 'ProviderOption',
  description: 'An option of `GenerateInput.options`.',
  fields: {
    name: { type: nonNull(GraphQLString), description: 'Its name.', resolve: ([name]) => name },
    type: { type: nonNull(GraphQLString), description: '`text`, `int`, `number`, `choice`, `flag`, `media` or `seed`.', resolve: ([, option]) => option.kind },
    required: { type: nonNull(GraphQLBoolean), description: 'Whether it must be given.', resolve: ([, option]) => option.required ?? false },
    description: { type: nonNull(GraphQLString), description: 'What it does.', resolve: ([, option], _args, { language }) => option.about[language] },
    allowedValues: { type: new GraphQLList(nonNull(JsonScalar)), description: 'The values it takes, where they are few.', resolve: ([, option]) => allowedValues(option) },
    default: { type: JsonScalar, description: 'What is taken when it is left out.', resolve: ([, option]) => ('default' in option ? option.default : null) },
    minimum: { type: GraphQLFloat, description: 'The least number it takes.', resolve: ([, option]) => ('min' in option ? option.min : null) },
    maximum: { type: GraphQLFloat, description: 'The greatest number it takes.', resolve: ([, option]) => ('max' in option ? option.max : null) },
  },
})

function allowedValues(option: Option): readonly (string | number | boolean)[] | null {
  if (option.kind === 'flag') return option.only === undefined ? [true, false] : [option.only]
  if (option.kind === 'text') return option.values ? Object.keys(option.values) : null
  return 'allowed' in option && option.allowed ? option.allowed : null
}

const PricingType = new GraphQLObjectType<Model, Context>({
  name: 'Pricing',
  description: 'What one generation costs with the default options. `quote` tells the exact price of a request.',
  fields: {
    creditCost: { type: nonNull(GraphQLInt), description: 'Credits; for speech, for 1,000 Latin characters.', resolve: creditsByDefault },
    description: { type: nonNull(GraphQLString), description: 'How the price is reckoned.', resolve: ({ price }, _args, { language }) => priceWords(price)[language] },
    estimatedTime: { type: nonNull(GraphQLInt), description: 'Seconds it usually takes: as measured lately, where it was.', resolve: async (model, _args, { services }) => usualSecondsOf(model, await services.health.ofNow(model.upstream)) },
    source: { type: nonNull(GraphQLString), description: 'The price list of the company.', resolve: (model) => model.priceSource.url },
    checkedOn: { type: nonNull(GraphQLString), description: 'The day on which it was read.', resolve: (model) => model.priceSource.checkedOn },
    confirmedOn: { type: GraphQLString, description: 'The day of a second source that names the same price; null where none has been seen.', resolve: (model) => model.priceSource.confirmed?.on ?? null },
    confirmedBy: { type: GraphQLString, description: 'That source, in English.', resolve: (model) => model.priceSource.confirmed?.by ?? null },
  },
})

const SAMPLE_CHARACTERS = 1000

function creditsByDefault(model: Model): number {
  const text = 'a'.repeat(SAMPLE_CHARACTERS)
  return creditsOf(model, { options: fitOptions(model, {}).options, text, outputs: 1 })
}

const LifecycleType = new GraphQLObjectType<Model, Context>({
  name: 'Lifecycle',
  description: 'Whether a model is still served by its maker.',
  fields: {
    state: {
      type: nonNull(new GraphQLEnumType({
        name: 'LifecycleState',
        description: 'A model\'s stage of life.',
        values: {
          ACTIVE: { value: 'active', description: 'Served.' },
          DEPRECATED: { value: 'deprecated', description: 'Served still; plan to move on.' },
          RETIRED: { value: 'retired', description: 'Gone; its successor serves it, and `adjustments` says so. Without a successor it is refused.' },
        },
      })),
      description: 'The stage.',
      resolve: (model) => model.lifecycle.state,
    },
    successor: { type: GraphQLString, description: 'The model that follows.', resolve: ({ lifecycle }) => ('successor' in lifecycle ? lifecycle.successor : null) },
    since: { type: GraphQLString, description: 'The day it began.', resolve: ({ lifecycle }) => ('since' in lifecycle ? lifecycle.since : null) },
  },
})

const InputLimitType = new GraphQLObjectType<readonly [string, LengthLimit], Context>({
  name: 'InputLimit',
  description: 'How long a text may be.',
  fields: {
    input: { type: nonNull(GraphQLString), description: 'The field of `ContentInput`.', resolve: ([name]) => name },
    maximum: { type: nonNull(GraphQLInt), description: 'The most it may have, with what options add to it.', resolve: ([, { maxLength }]) => maxLength },
    unit: {
      type: nonNull(new GraphQLEnumType({
        name: 'LengthUnit',
        description: 'What a text is counted in: that of the company.',
        values: {
          CODE_POINTS: { value: 'codePoints', description: 'Characters of Unicode: an emoji is one or more, क्षि is four.' },
          UTF16_UNITS: { value: 'utf16', description: 'As JavaScript\'s `length`: most emoji are two.' },
          BYTES: { value: 'bytes', description: 'Bytes in UTF-8: a letter of Devanagari is three.' },
        } satisfies Record<string, { value: LengthUnit; description: string }>,
      })),
      description: 'What it is counted in.',
      resolve: ([, { unit }]) => unit,
    },
  },
})

const inputLimitsOf = ({ inputs }: Model) => Object.entries(inputs).flatMap(([name, rule]) => lengthLimits(rule).map((limit) => [name, limit] as const))

/** What a request can carry, of models that take data URLs: as base64 within the limit of its body. */
const DATA_URL_LIMIT: Sentence = {
  en: 'A data URL may have about 750 KB, since a request has at most 1 MB; give larger files by an https URL',
  hi: 'data URL लगभग 750 KB तक का हो सकता है, क्योंकि रिक्वेस्ट अधिकतम 1 MB की होती है; बड़ी फ़ाइलें https URL से दें',
}

function limitationsOf(model: Model): readonly Sentence[] {
  const takesDataUrls = Object.values(model.inputs).some((rule) => rule.media === 'any')
  return takesDataUrls ? [...model.limitations, DATA_URL_LIMIT] : model.limitations
}

const optionsOf = (model: Model) => Object.entries(model.options)

export const ModelType = new GraphQLObjectType<Model, Context>({
  name: 'Model',
  description: 'One version or tier of a provider.',
  fields: {
    id: { type: nonNull(GraphQLString), description: 'Name it as `GenerateInput.model`.' },
    name: { type: nonNull(GraphQLString), description: 'Its name for people.' },
    provider: { type: nonNull(GraphQLString), description: 'Its provider\'s id.' },
    type: { type: nonNull(GenerationTypeEnum), description: 'What it makes.' },
    inputs: { type: listOf(GraphQLString), description: 'The fields of `ContentInput` it takes.', resolve: (model) => Object.keys(model.inputs) },
    requiredInputs: {
      type: listOf(GraphQLString),
      description: 'Those it must have.',
      resolve: (model) => Object.entries(model.inputs).flatMap(([name, rule]) => (rule.required ? [name] : [])),
    },
    inputLimits: { type: listOf(InputLimitType), description: 'How long its texts may be, and what they are counted in.', resolve: inputLimitsOf },
    options: { type: listOf(OptionType), description: 'Its options.', resolve: optionsOf },
    pricing: { type: nonNull(PricingType), description: 'What it costs.', resolve: (model) => model },
    cancelRefund: cancelRefundField((model: Model) => model),
    lifecycle: { type: nonNull(LifecycleType), description: 'Its stage of life.', resolve: (model) => model },
    features: { type: listOf(GraphQLString), description: 'What it is good at.', resolve: (model, _args, { language }) => model.features.map((feature) => feature[language]) },
    limitations: { type: listOf(GraphQLString), description: 'What it cannot do.', resolve: (model, _args, { language }) => limitationsOf(model).map((one) => one[language]) },
    docsUrl: { type: nonNull(GraphQLString), description: 'Its maker\'s page.', resolve: (model) => model.docs.url },
  },
})

/** The model that answers when only the provider is named: its best that is active. */
const bestOf = ({ models: own }: ListedProvider): Model | undefined => own.find((model) => model.lifecycle.state === 'active') ?? own.find(isAlive)

export const ProviderType = new GraphQLObjectType<ListedProvider, Context>({
  name: 'Provider',
  description: 'A product line that can be named as `GenerateInput.provider`.',
  fields: {
    id: { type: nonNull(GraphQLString), description: 'Name it as `GenerateInput.provider`.', resolve: ({ provider }) => provider.id },
    name: { type: nonNull(GraphQLString), description: 'Its name for people.', resolve: ({ provider }) => provider.name },
    company: { type: nonNull(GraphQLString), description: 'Who makes it.', resolve: ({ provider }) => provider.company },
    description: { type: nonNull(GraphQLString), description: 'What it is.', resolve: ({ provider }, _args, { language }) => provider.description[language] },
    features: { type: listOf(GraphQLString), description: 'What it is good at.', resolve: ({ provider }, _args, { language }) => provider.features.map((one) => one[language]) },
    limitations: { type: listOf(GraphQLString), description: 'What it cannot do.', resolve: ({ provider }, _args, { language }) => provider.limitations.map((one) => one[language]) },
    pricing: { type: PricingType, description: 'What its best model costs.', resolve: bestOf },
    options: {
      type: listOf(OptionType),
      description: 'The options of its best model.',
      resolve: (listed) => {
        const best = bestOf(listed)
        return best ? optionsOf(best) : []
      },
    },
    health: {
      type: HealthType,
      description: 'How well it does at the moment: what its best model is made by.',
      resolve: (listed, _args, { services }) => {
        const best = bestOf(listed)
        return best ? healthOf(best, services) : null
      },
    },
    models: { type: listOf(ModelType), description: 'Its versions and tiers, best first.', resolve: (listed) => listed.models },
  },
})
