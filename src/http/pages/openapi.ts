/** Writes the OpenAPI description of an endpoint from its declaration. */
import { IsOptional, type TSchema } from 'typebox'
import type { Answer, Endpoint, Route } from '../endpoint.ts'
import { tooLongRoute } from '../routes/too-long.ts'

/** Needs of routes → names of security schemes. */
export const schemes = { key: 'packageKey', admin: 'adminToken', metrics: 'metricsToken' } as const

/** The operation object (OpenAPI 3.1) of a route, except its id. */
export function operationOf([method, , endpoint]: Route): Record<string, unknown> {
  return {
    summary: endpoint.summary,
    description: endpoint.description,
    tags: [endpoint.group],
    security: securityOf(endpoint).map((scheme) => ({ [scheme]: [] })),
    parameters: [...parametersIn('path', endpoint.params), ...parametersIn('query', endpoint.query)],
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: { 'application/json': mediaOf(endpoint.body, endpoint.bodyExample) },
      },
    }),
    ...(endpoint.bodyType && { requestBody: { required: true, content: binary(endpoint.bodyType) } }),
    responses: Object.fromEntries(
      Object.entries(answersOf(method, endpoint)).map(([status, answer]) => [status, responseOf(answer)]),
    ),
  }
}

/** The endpoint's own answers, and 414, which every route can give. */
export function answersOf(method: string, { answers }: Endpoint): Endpoint['answers'] {
  return { ...answers, 414: tooLongRoute(method)[2].answers[414]! }
}

/** A signature is part of the address, so it is documented as parameters instead. */
function securityOf({ needs }: Endpoint): string[] {
  return needs === 'nothing' || needs === 'signature' ? [] : [schemes[needs]]
}

function parametersIn(place: 'path' | 'query', schemas: Record<string, TSchema> = {}) {
  return Object.entries(schemas).map(([name, schema]) => {
    const { description, ...rest } = schema as TSchema & { description?: string }
    return { name, in: place, required: !IsOptional(schema), description, schema: rest }
  })
}

function responseOf({ description, schema, contentType, example }: Answer) {
  const content = schema
    ? { 'application/json': mediaOf(schema, example) }
    : contentType && binary(contentType)
  return { description, ...(content && { content }) }
}

function binary(contentType: string) {
  return { [contentType]: { schema: { type: 'string', format: 'binary' } } }
}

function mediaOf(schema: TSchema, example: unknown) {
  return { schema, ...(example !== undefined && { example }) }
}
