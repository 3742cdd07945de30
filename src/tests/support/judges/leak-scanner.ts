/** Searches bytes and processes for secrets: plain, encoded and compressed. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { inflateRawSync, inflateSync } from 'node:zlib'
import { magics, positionsOf } from './file-magics.ts'

/** A named secret, with all the forms that are searched for. */
export interface Secret {
  name: string
  forms: { form: string; bytes: Buffer }[]
}

export interface Leak {
  /** A path, or a description of what was scanned. */
  where: string
  what: string
}

/** In characters. Long enough not to occur by chance, short enough to find a part of a secret. */
const fragmentLength = 24
/** The minimum length of a secret, and so of each form, in bytes. */
const shortestForm = 12
const inflatedBytesMax = 64 * 1024 * 1024

/**
 * The forms of fragments from a secret's beginning, middle and end. Throws for secrets so short that they
 * could occur by chance.
 */
export function secretOf(name: string, text: string): Secret {
  if (text.length < shortestForm) throw new RangeError(`the secret ${name} is too short`)
  const length = Math.min(fragmentLength, text.length)
  const offsets = [0, (text.length - length) >> 1, text.length - length]
  const fragments = [...new Set(offsets.map((offset) => text.slice(offset, offset + length)))]
  const forms = fragments.flatMap((fragment) => formsOf(fragment))
  const first = Map.groupBy(forms, ({ bytes }) => bytes.toString('latin1')).values()
  return { name, forms: [...first].map(([form]) => form!) }
}

/**
 * The secrets in the bytes and in their gzip, zlib and zip streams, each with the first form that was found.
 */
export function leaksIn(bytes: Buffer, secrets: readonly Secret[], where: string): Leak[] {
  const plain = plainLeaksIn(bytes, secrets, where)
  const inflated = compressedStreamsOf(bytes).flatMap(({ kind, content }) =>
    plainLeaksIn(content, secrets, where).map((leak) => ({ ...leak, what: `${leak.what}, in ${kind}` })),
  )
  return [...plain, ...inflated]
}

/** Unencrypted content in bytes that must be encrypted. */
export function magicsIn(bytes: Buffer, where: string): Leak[] {
  return magics
    .filter(([, magic, isReal]) => positionsOf(bytes, magic).some((at) => isReal(bytes, at)))
    .map(([what]) => ({ where, what: `${what} content` }))
}

/** Searches what /proc shows of a process: environment, arguments, name, mapped files and open files. */
export function leaksInProcess(pid: number, secrets: readonly Secret[]): Leak[] {
  const parts = ['environ', 'cmdline', 'comm', 'maps'].map((part) => ({
    where: `/proc/${pid}/${part}`,
    bytes: orNothing(() => readFileSync(`/proc/${pid}/${part}`)),
  }))
  const files = orNothing(() =>
    Buffer.from(
      readdirSync(`/proc/${pid}/fd`)
        .map((fd) => orNothing(() => Buffer.from(readlinkSync(`/proc/${pid}/fd/${fd}`))))
        .join('\n'),
    ),
  )
  return [...parts, { where: `/proc/${pid}/fd`, bytes: files }].flatMap(({ where, bytes }) =>
    leaksIn(bytes, secrets, where),
  )
}

/**
 * The processes whose arguments or environment contain the text, and their descendants, without this process.
 */
export function processesOf(text: string): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: Number(/\) \S (\d+)/.exec(orNothing(() => readFileSync(`/proc/${name}/stat`)).toString())?.[1]),
      isNamed: ['cmdline', 'environ'].some((part) =>
        orNothing(() => readFileSync(`/proc/${name}/${part}`)).includes(text),
      ),
    }))
  const found = new Set(all.filter(({ isNamed }) => isNamed).map(({ pid }) => pid))
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  found.delete(process.pid)
  return [...found]
}

/** Like leaksIn, but does not search compressed streams. */
export function plainLeaksIn(bytes: Buffer, secrets: readonly Secret[], where: string): Leak[] {
  const found = finderOf(secrets)(bytes)
  return secrets.flatMap((secret) => {
    const form = secret.forms.find((one) => found.has(one))
    return form ? [{ where, what: `${secret.name}, ${form.form}` }] : []
  })
}

type Form = Secret['forms'][number]
const finders = new WeakMap<readonly Secret[], (bytes: Buffer) => Set<Form>>()

/**
 * Returns a function that searches for all forms in one pass over the bytes. A dozen secrets have 500 forms,
 * and a database's folder is searched a dozen times, so one search per form would take minutes.
 */
function finderOf(secrets: readonly Secret[]): (bytes: Buffer) => Set<Form> {
  const known = finders.get(secrets)
  if (known) return known
  const [first, second] = [new Uint8Array(0x10000), new Uint8Array(0x10000)]
  const formsByStart = new Map<number, Form[]>()
  for (const form of secrets.flatMap(({ forms }) => forms)) {
    const { bytes } = form
    first[bytes.readUInt16BE(0)] = 1
    second[bytes.readUInt16BE(shortestForm - 2)] = 1
    const start = bytes.readUInt32BE(0)
    formsByStart.set(start, [...(formsByStart.get(start) ?? []), form])
  }
  const find = (bytes: Buffer) => {
    const found = new Set<Form>()
    for (let at = 0; at + shortestForm <= bytes.length; at++) {
      if (first[(bytes[at]! << 8) | bytes[at + 1]!] === 0) continue
      if (second[(bytes[at + shortestForm - 2]! << 8) | bytes[at + shortestForm - 1]!] === 0) continue
      for (const form of formsByStart.get(bytes.readUInt32BE(at)) ?? []) {
        if (bytes.subarray(at, at + form.bytes.length).equals(form.bytes)) found.add(form)
      }
    }
    return found
  }
  finders.set(secrets, find)
  return find
}

function formsOf(fragment: string): Secret['forms'] {
  const bytes = Buffer.from(fragment)
  const hex = bytes.toString('hex')
  return [
    { form: 'plain', bytes },
    { form: 'UTF-16', bytes: Buffer.from(fragment, 'utf16le') },
    { form: 'hex', bytes: Buffer.from(hex) },
    { form: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    { form: 'URL-encoded', bytes: Buffer.from(encodeURIComponent(fragment)) },
    { form: 'URL-encoded throughout', bytes: Buffer.from(hex.replace(/../g, '%$&').toUpperCase()) },
    { form: 'escaped', bytes: Buffer.from(JSON.stringify(fragment).slice(1, -1)) },
    ...[0, 1, 2].flatMap((shift) => base64Of(bytes, shift)),
  ]
}

/**
 * The base64 text of the bytes if `shift` other bytes precede them, without the characters that depend on
 * other bytes.
 */
function base64Of(bytes: Buffer, shift: number): Secret['forms'] {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const firstOwn = Math.ceil((shift * 8) / 6)
  const wholeOwn = Math.floor(((shift + bytes.length) * 8) / 6)
  const own = encoded.slice(firstOwn, wholeOwn)
  const url = own.replaceAll('+', '-').replaceAll('/', '_')
  return [
    { form: 'base64', bytes: Buffer.from(own) },
    { form: 'base64url', bytes: Buffer.from(url) },
    { form: 'base64 with %', bytes: Buffer.from(encodeURIComponent(own)) },
  ]
}

/** The inflated streams in the bytes; a truncated stream gives its beginning. */
function compressedStreamsOf(bytes: Buffer): { kind: string; content: Buffer }[] {
  const streams: { kind: string; content: Buffer }[] = []
  const tryAt = (kind: string, magic: Buffer, unpack: (from: number) => Buffer) => {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      const content = orNothing(() => unpack(at))
      if (content.length > 0) streams.push({ kind, content })
    }
  }
  // With this finishFlush (Z_SYNC_FLUSH), a truncated stream returns its data instead of an error.
  const options = { finishFlush: 2, maxOutputLength: inflatedBytesMax }
  // Not inflated as gzip, because bytes after the stream would be an error.
  tryAt('gzip', Buffer.from([0x1f, 0x8b, 0x08]), (at) =>
    inflateRawSync(bytes.subarray(endOfGzipHeader(bytes, at)), options),
  )
  for (const level of [0x01, 0x5e, 0x9c, 0xda]) {
    tryAt('zlib', Buffer.from([0x78, level]), (at) => inflateSync(bytes.subarray(at), options))
  }
  tryAt('zip', Buffer.from('PK\x03\x04'), (at) =>
    inflateRawSync(
      bytes.subarray(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)),
      options,
    ),
  )
  return streams
}

/**
 * The header has ten bytes, then the file's name if there is one. Other optional fields are not supported.
 */
function endOfGzipHeader(bytes: Buffer, at: number): number {
  const hasName = (bytes[at + 3]! & 8) !== 0
  return hasName ? bytes.indexOf(0, at + 10) + 1 : at + 10
}

/** Empty if the read fails: a file or process may be gone, and bytes that look like a stream may be none. */
function orNothing(read: () => Buffer): Buffer {
  try {
    return read()
  } catch {
    return Buffer.alloc(0)
  }
}
