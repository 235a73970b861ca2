// JSON that another part of the service has just written: what it holds is believed.
import * as v from 'valibot'

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

export const believed = <Value>() => v.custom<Value>(isObject)

/** @throws for what is no JSON of an object */
export const readOwnJson = <Value>(schema: v.GenericSchema<Value>, text: string): Value => v.parse(schema, JSON.parse(text))
