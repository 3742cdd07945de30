/**
 * Cross-origin rules: the official client runs on another origin, and its own pages may reach a server at
 * home.
 */

/**
 * Stand on every answer, errors and objects included: without them the browser hides the answer from the
 * client.
 */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
}

/** Named one by one: a wildcard does not cover Authorization. */
const preflightHeaders = {
  ...corsHeaders,
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'Authorization, Content-Type, Accept',
  // Chromium's limit. It halves the number of requests: each poll would otherwise ask first.
  'access-control-max-age': '7200',
  vary: 'access-control-request-private-network',
}

/** The answer to any OPTIONS request: no authorization, no redirect, whatever the path. */
export function answerPreflight(request: Request): Response {
  const isPrivate = request.headers.get('access-control-request-private-network') === 'true'
  return new Response(null, {
    status: 204,
    headers: {
      ...preflightHeaders,
      ...(isPrivate && { 'access-control-allow-private-network': 'true' }),
    },
  })
}
