/** A budget counts all charges, and two threads can share one. */
import { expect, test } from 'bun:test'
import { PackageError } from '../../errors.ts'
import { Budget, createSpentBytes } from './budget.ts'

const MiB = 1024 * 1024

test('many small charges count, and returned memory does not', () => {
  const budget = new Budget(MiB)
  for (let part = 0; part < 9000; part++) budget.spend(100)
  for (let part = 0; part < 9000; part++) budget.spend(-100)
  budget.spend(MiB * 0.9)
  expect(() => budget.spend(MiB * 0.2)).toThrow(PackageError)
})

test('the budgets of two threads share one limit', () => {
  const spent = createSpentBytes()
  const [one, other] = [new Budget(4 * MiB, spent), new Budget(4 * MiB, spent)]
  one.spend(3 * MiB)
  expect(() => other.spend(2 * MiB)).toThrow(new PackageError('package_too_complex'))
  const alone = new Budget(4 * MiB)
  alone.spend(3 * MiB)
})
