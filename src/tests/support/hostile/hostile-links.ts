/** Addresses that no link may lead to, in many notations, and names that resolve to such addresses. */

/** A public address. In the test's namespace, a canary listens on it too. */
export const publicAddress = '93.184.216.34'

/** Forbidden addresses that the namespace assigns to itself. */
export const ownAddresses = [
  ...['10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '192.168.0.1', '198.18.0.1', '240.0.0.1'],
  ...['fd00::1', '64:ff9b::7f00:1', '64:ff9b::a00:1'],
]

/** Name → the answers to its first, second, … query; the last answer is repeated. */
export const resolvedNames: { readonly [name: string]: readonly (readonly string[])[] } = {
  // The default package origin, as if somebody else controlled it.
  'discord.click': [['127.0.0.1']],
  'private.example': [['10.0.0.1']],
  'loopback.example': [['127.0.0.1']],
  'metadata.example': [['169.254.169.254']],
  'shared.example': [['100.64.0.1']],
  'bench.example': [['198.18.0.1']],
  'multicast.example': [['224.0.0.1']],
  'reserved.example': [['240.0.0.1']],
  'zero.example': [['0.0.0.0']],
  'six.example': [['fd00::1']],
  'six-loopback.example': [['::1']],
  'nat.example': [['64:ff9b::7f00:1']],
  'mixed.example': [[publicAddress, '10.0.0.1']],
  'mixed-families.example': [[publicAddress, 'fd00::1']],
  'public.example': [[publicAddress]],
  'rebinding.example': [[publicAddress], ['127.0.0.1']],
}

/** Names that lead to the public canary; the others reach nothing. */
export const publicNames = ['public.example', 'rebinding.example']

const hosts = [
  ...[
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '127.0.0.1.',
  ],
  ...[
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::a00:1]',
    '[fd00::1]',
  ],
  ...['10.0.0.1', '100.64.0.1', '169.254.169.254', '172.16.0.1', '192.168.0.1', '198.18.0.1', '224.0.0.1'],
  ...['240.0.0.1', '255.255.255.255', '１２７.０.０.１', '127。0。0。1', '①②⑦.0.0.1'],
]

/**
 * Redirect targets that may be resolved, although links to them are refused. No name server of the namespace
 * knows them.
 */
export const unknownTargets = [
  'https://click.discord.com.evil.example/',
  'https://click.discord.com\\@127.0.0.1/',
]

/**
 * The addresses, with `/` at the end of most, so that a path can follow. `port` is one of the canary's ports.
 */
export function hostileTargets(port: number): string[] {
  return [
    ...hosts.flatMap((host) => [
      `https://${host}/`,
      `http://${host}/`,
      `https://${host}:${port}/`,
      `http://${host}:${port}/`,
    ]),
    ...['https://click.discord.com@127.0.0.1/'],
    ...['https://click.discord.com:pw@127.0.0.1/'],
    ...[
      'https://click.discord.com%2e127.0.0.1/',
      'https://click.discord.com.:8443/',
      'https://click.discord.com:8443/',
    ],
    ...['http://click.discord.com/', `https://${publicAddress}:${port}/`, `http://${publicAddress}/`],
    ...[`https://me:pw@${publicAddress}/`, `//127.0.0.1:${port}/`, '///127.0.0.1/', '\\\\127.0.0.1\\'],
    ...[
      ' https://127.0.0.1/',
      'https://127.0.0.1/ ',
      'https://127.0.0.1/\n',
      '\thttps://127.0.0.1/',
      'https:/\t/127.0.0.1/',
    ],
    ...[
      'file:///etc/passwd/',
      'ftp://127.0.0.1/',
      'gopher://127.0.0.1/',
      `ws://127.0.0.1:${port}/`,
      `wss://127.0.0.1:${port}/`,
    ],
    ...[
      'data:application/zip;base64,UEsDBA==/',
      'blob:https://127.0.0.1/',
      'javascript:fetch("http://127.0.0.1/")/',
    ],
    ...['unix:///var/run/docker.sock/', 'about:blank/'],
  ]
}
