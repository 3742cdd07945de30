/**
 * Addresses of PostgreSQL: the meaning of each parameter, and those that are refused rather than
 * misinterpreted.
 */
import { expect, test } from 'bun:test'
import { readPostgresAddress } from './postgres-address.ts'

const read = (parameters: string) => readPostgresAddress(`postgres://user:secret@server/name?${parameters}`)

test('sslmode, the certificates and pgbouncer= are removed from the address, and other parameters are kept', () => {
  const address = read(
    'sslmode=verify-ca&sslrootcert=/ca.crt&sslcert=/c.crt&sslkey=/c.key&search_path=x&pgbouncer=true',
  )
  expect(address).toEqual({
    href: 'postgres://user:secret@server/name?search_path=x',
    hosts: null,
    ports: null,
    isPooled: true,
    tls: { mode: 'verify-ca', rootCertificateFile: '/ca.crt', certificateFile: '/c.crt', keyFile: '/c.key' },
  })
})

test.each([
  ['', 'prefer'],
  ['sslmode=disable', 'disable'],
  ['sslmode=require', 'require'],
  ['sslmode=require&sslrootcert=/ca.crt', 'verify-ca'],
  ['sslrootcert=system', 'verify-full'],
  ['host=/var/run/postgresql&sslmode=require', 'disable'],
])('%p is %s', (parameters, mode) => expect(read(parameters).tls.mode).toBe(mode as 'prefer'))

test('hosts and ports are read from the parameters', () => {
  expect(read('host=/var/run/postgresql&port=5433')).toMatchObject({
    hosts: ['/var/run/postgresql'],
    ports: [5433],
  })
  expect(read('host=a,b&port=1,2')).toMatchObject({ hosts: ['a', 'b'], ports: [1, 2] })
})

test.each([
  [
    'sslmode=on',
    'must have one of these values of sslmode: disable, prefer, require, verify-ca, verify-full',
  ],
  ['sslmode=allow', 'must have one of these values of sslmode:'],
  ['sslmode=disable&sslrootcert=system', 'sslmode=verify-full'],
  ['sslcert=/c.crt', 'sslcert and sslkey together'],
  ['sslcrl=/x&hostaddr=1.2.3.4', 'hostaddr, sslcrl'],
  ['channel_binding=require', 'channel_binding=require, which is not supported'],
  ['gssencmode=require', 'gssencmode=require, which is not supported'],
  ['host=@abstract', 'host names in host='],
  ['host=/run/a,/run/b', 'one Unix socket'],
  ['port=0', 'a port from 1 to 65535'],
])('%p is refused', (parameters, sentence) => {
  expect(() => read(parameters)).toThrow(sentence)
  expect(() => read(parameters)).not.toThrow('secret')
})
