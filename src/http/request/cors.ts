/** CORS rules. The official client has another origin, and the server may be in a private network. */

/**
 * Headers of every response, including errors and objects. Without the first one, the browser hides the
 * response from the client.
 */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
}

/** The allowed headers are listed individually, because a wildcard does not cover Authorization. */
const preflightHeaders = {
  ...corsHeaders,
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': 'Authorization, Content-Type, Accept',
  // Chromium's maximum. Caching halves the number of requests, because every poll would need a preflight
  // otherwise.
  'access-control-max-age': '7200',
  vary: 'access-control-request-private-network',
}

/** The response to any OPTIONS request, for every path and without authorization or redirects. */
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
