/**
 * Valid and damaged values made by fast-check from a JSON schema. It supports the keywords that this server's
 * documents use.
 */
import fc from 'fast-check'
import type { JsonSchema } from '../judges/openapi-judge.ts'

/** A value of the schema; its free texts come from `text`. A schema without a known type allows any value. */
export function valid(schema: JsonSchema, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const { type, properties = {}, items, anyOf, minimum = 0, maximum = 1000, pattern } = schema as Keywords
  if (anyOf) return fc.oneof(...anyOf.map((one) => valid(one, text)))
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  if (type === 'object') {
    const all = Object.entries(properties).map(([name, one]) => [name, valid(one, text)])
    return fc.record(Object.fromEntries(all) as Record<string, fc.Arbitrary<unknown>>)
  }
  if (type === 'array') return fc.array(valid(items ?? {}, text), { maxLength: 3 })
  if (type === 'integer' || type === 'number') return fc.integer({ min: minimum, max: maximum })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  return type === 'string' ? text : fc.jsonValue()
}

interface Keywords {
  type?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  minimum?: number
  maximum?: number
  pattern?: string
}

/** Replaces, removes or adds one property of an object. Any other value becomes `other`. */
export function damaged(value: unknown, other: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return other
  const names = Object.keys(value)
  const name = names[at % (names.length + 1)]
  if (name === undefined) return { ...value, other }
  const { [name]: _, ...rest } = value as Record<string, unknown>
  return at % 2 ? rest : { ...rest, [name]: other }
}
