/** The statistics over activity events together: who takes which event, and which fields that needs. */
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import { ActivityCounter } from './activity-counter.ts'
import { createSessionCollector } from './app-sessions.ts'
import type { Budget } from '../collections/budget.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'
import { createDeviceCollector } from './devices.ts'
import { createEventCounter } from './event-counters.ts'
import { createGameCollector } from './game-launches.ts'
import { createPrivacyCollector } from './privacy-controls.ts'
import { createVoiceCollector } from './voice-sessions.ts'

/** What tells an event without an id from others, besides its type. */
export const identityFields: FieldNames = ['timestamp', 'message_id', ...channelFields, ...guildFields]

/** Collectors with nothing in them yet. */
export function createCollectors(budget: Budget) {
  const counter = new ActivityCounter(budget)
  const parts = {
    voice: createVoiceCollector(budget),
    sessions: createSessionCollector(budget),
    devices: createDeviceCollector(budget),
    games: createGameCollector(budget),
    privacy: createPrivacyCollector(budget),
  }
  const all: readonly ActivityCollector[] = [createEventCounter(counter, budget), ...Object.values(parts)]
  return { counter, ...parts, takers: takersOf(all), fields: fieldsOf(all) }
}

function takersOf(collectors: readonly ActivityCollector[]): Map<string, ActivityCollector[]> {
  const takers = new Map<string, ActivityCollector[]>()
  for (const collector of collectors) {
    for (const type of collector.types) takers.set(type, [...(takers.get(type) ?? []), collector])
  }
  return takers
}

/** Every field that is read of any event, once. */
function fieldsOf(collectors: readonly ActivityCollector[]): FieldNames {
  const own = collectors.flatMap((collector) => collector.fields)
  return [...new Set(['user_id', ...identityFields, ...own])]
}
