// The two wrappers that nearly every field wears.
import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { GraphQLNullableType } from 'graphql'

/** `Type!` */
export const nonNull = <Type extends GraphQLNullableType>(type: Type) => new GraphQLNonNull(type)

/** `[Type!]!` */
export const listOf = <Type extends GraphQLNullableType>(type: Type) => nonNull(new GraphQLList(nonNull(type)))
