/** The largest requests that the server reads, and too large ones, made of texts that slow down parsers. */

export interface LargeRequest {
  name: string
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Headers and the request line share Bun's 16 KiB; bodies have POST_BODY_BYTES_MAX, 16 KiB by default. */
const headerCharacters = 15_000
/** With the rest of the address, just under the limit beyond which an address is refused unparsed. */
const readCharacters = 860
/** Just under the limit for links. */
const linkCharacters = 12_700
const bodyCharacters = 16_000

/**
 * Each unit is repeated to the wanted length. The end makes a backtracking pattern fail, so that it tries
 * again from every position.
 */
const materials: [name: string, unit: string, end: string][] = [
  ['slashes', '/', 'a'],
  ['slashes and letters', '/a', '\\'],
  ['dots', '.', '!'],
  ['dot segments', '../', 'x'],
  ['percent signs', '%', ''],
  ['escapes', '%2f', '%'],
  ['ampersands', '&', '='],
  ['parameters', 'upn=&', 'a'],
  ['equal signs', '=', '&'],
  ['commas', ',', '1'],
  ['own addresses', '10.0.0.1,', 'x'],
  ['semicolons', ';q=0', ' x'],
  ['letters', 'a', '!'],
  ['digits', '1', 'x'],
  ['brackets', '[', ']'],
  ['colons', ':', ']'],
  ['hyphens', '-', '/'],
  ['words', 'Bearer ', '!'],
]
const fill = (characters: number, [, unit, end]: (typeof materials)[number]) =>
  unit.repeat(Math.floor((characters - end.length) / unit.length)) + end

const id = '0'.repeat(32)
const headerNames = [
  'authorization',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'accept',
  'accept-encoding',
  'if-none-match',
]

/** Each material in each of these parts of a request. `origin` is an allowed package origin. */
export function largestRequests(origin: string): LargeRequest[] {
  return materials.flatMap((material) => {
    const [name] = material
    const [inHeader, inLink] = [fill(headerCharacters, material), fill(linkCharacters, material)]
    const inAddress = (characters: number) =>
      fill(characters, material).replaceAll(' ', '+').replaceAll('\\', '+')
    const link = (text: string) => JSON.stringify({ package_link: text })
    const post = (what: string, body: string): LargeRequest => ({
      name: `${name} in ${what}`,
      method: 'POST',
      path: '/process',
      body,
    })
    const get = (what: string, at: string, headers = {}): LargeRequest => ({
      name: `${name} in ${what}`,
      method: 'GET',
      path: at,
      headers,
    })
    return [
      post('the path of a link', link(`${origin}/b${inLink}`)),
      post('the query of a link', link(`${origin}/?upn=${inLink}`)),
      post('the link of Discord', link(`https://click.discord.com/ls/click?upn=${inLink}`)),
      post('a link', link(inLink)),
      post('a link, too long', link(fill(bodyCharacters - 100, material))),
      post('a body', fill(bodyCharacters, material)),
      ...[readCharacters, headerCharacters].flatMap((characters) => {
        const [long, text] = [characters > readCharacters ? ', too long' : '', inAddress(characters)]
        return [
          get(`the path${long}`, `/${text}`),
          get(`the id${long}`, `/process/${text}/status`, { authorization: `Bearer ${'k'.repeat(500)}` }),
          get(`the object${long}`, `/objects/${text}?expires=1&signature=${'s'.repeat(43)}`),
          get(`the signature${long}`, `/objects/${id}?expires=99999999999&signature=${text}`),
          get(`the query of the page${long}`, `/?${text}`, { accept: 'text/html' }),
        ]
      }),
      ...headerNames.map((header) =>
        get(header, header === 'authorization' ? `/process/${id}/status` : '/', {
          [header]: header === 'authorization' ? `Bearer ${inHeader}` : inHeader,
        }),
      ),
    ]
  })
}
