/**
 * Checks the colours of tokens.css: contrast (WCAG 2.2), the distance between series with normal vision and
 * with three kinds of colour blindness, and the steps between heat levels.
 */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Triple = readonly [number, number, number]

const css = readFileSync(join(import.meta.dir, 'tokens.css'), 'utf8')
const light = variablesOf(/:root \{([^}]*--ground[^}]*)\}/)
const themes = { light, dark: { ...light, ...variablesOf(/:root\[data-theme='dark'\] \{([^}]*)\}/) } }
const series = Array.from({ length: 8 }, (_, index) => `--series-${index}`)
const heat = Array.from({ length: 8 }, (_, index) => `--heat-${index}`)

/**
 * How people with normal and with impaired colour vision see a colour, as matrices in linear RGB (Machado,
 * Oliveira, Fernandes 2009, severity 1.0).
 */
const visions: Record<string, readonly number[]> = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

describe.each(Object.entries(themes))('%s', (_, colours) => {
  const contrast = (one: string, other: string) => contrastOf(colours[one]!, colours[other]!)

  test.each([
    ...['--ground', '--surface', '--raised', '--sunken'].flatMap((ground) => [
      ['--ink', ground],
      ['--ink-soft', ground],
    ]),
    ...['--accent', '--accent-strong', '--bad', '--warn'].map((ink) => [ink, '--surface']),
    ['--accent', '--ground'],
    ['--accent-strong', '--accent-soft'],
    ['--on-accent', '--accent'],
    ['--bad', '--bad-soft'],
    ['--warn', '--warn-soft'],
    ['--ink', '--bad-soft'],
    ['--ink', '--warn-soft'],
    ...[...series, '--series-rest'].map((name) => [name.replace('--', '--on-'), name]),
  ])('text %s on %s has a contrast of at least 4.5:1', (ink, ground) => {
    expect(contrast(ink!, ground!)).toBeGreaterThanOrEqual(4.5)
  })

  test.each([...series, '--series-rest', '--line-strong'])(
    'graphics %s have a contrast of at least 3:1',
    (name) => {
      expect(contrast(name, '--surface')).toBeGreaterThanOrEqual(3)
    },
  )

  test('any two series can be distinguished with every kind of colour vision', () => {
    for (const [sight, matrix] of Object.entries(visions)) {
      const least = sight === 'normal' ? 13 : 7.5
      for (const [index, one] of series.entries()) {
        for (const other of series.slice(0, index)) {
          const distance = distanceOf(seen(colours[one]!, matrix), seen(colours[other]!, matrix))
          expect({ sight, one, other, isFar: distance >= least }).toEqual({ sight, one, other, isFar: true })
        }
      }
    }
  })

  test('the lightness of the heat levels changes in one direction, in visible steps', () => {
    const steps = heat.map((name) => oklab(linear(colours[name]!))[0])
    const direction = Math.sign(steps.at(-1)! - steps[0]!)
    for (const [index, step] of steps.slice(1).entries()) {
      expect((step - steps[index]!) * direction).toBeGreaterThan(0.025)
    }
  })
})

test('the colours of both themes are found, and black on white has the contrast 21:1', () => {
  expect(Object.keys(themes.light).length).toBeGreaterThan(30)
  expect(themes.dark['--ground']).not.toBe(themes.light['--ground'])
  expect(contrastOf('#000000', '#ffffff')).toBe(21)
})

function variablesOf(block: RegExp): Record<string, string> {
  const text = block.exec(css)?.[1] ?? ''
  return Object.fromEntries(
    [...text.matchAll(/(--[a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  )
}

function linear(hex: string): Triple {
  const part = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

function contrastOf(one: string, other: string): number {
  const luminance = ([red, green, blue]: Triple) => 0.2126 * red + 0.7152 * green + 0.0722 * blue
  const [darker, lighter] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => a - b)
  return (lighter! + 0.05) / (darker! + 0.05)
}

function seen(hex: string, matrix: readonly number[]): Triple {
  const rgb = linear(hex)
  const row = (at: number) => {
    const value = matrix[at]! * rgb[0] + matrix[at + 1]! * rgb[1] + matrix[at + 2]! * rgb[2]
    return Math.min(1, Math.max(0, value))
  }
  return oklab([row(0), row(3), row(6)])
}

/** The distance of two colours in the colour space Oklab (Ottosson 2020), times 100. 2 is just visible. */
function distanceOf(one: Triple, other: Triple): number {
  return 100 * Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}

function oklab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
