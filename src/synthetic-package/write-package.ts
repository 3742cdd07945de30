/** Writes a whole synthetic data package into a sink and returns a record of its content. */
import { applicationJsonOf, createPayments, paymentsJsonOf, pictureBytes, userJsonOf } from './account.ts'
import { activityFileName, activityFileParts } from './activity-lines.ts'
import { activityFolders } from './activity-model.ts'
import { ActivityPlan } from './activity-plan.ts'
import { junkMembers, withDirectories } from './archiver-members.ts'
import { channelsOf, describeWorld, onlySectionOf, readableSections } from './describe-world.ts'
import { messageFormatOf } from './message-formats.ts'
import { channelJsonOf, messageFileParts } from './messages.ts'
import { exportDayOf, exportTimeOf, packageOptions } from './options.ts'
import type { PackageInput, PackageOptions } from './options.ts'
import { rootFolders } from './quirks.ts'
import type { Section } from './quirks.ts'
import { Random } from './random.ts'
import { Recorder } from './record.ts'
import type { PackageRecord } from './record.ts'
import { createWorld } from './create-world.ts'
import type { World } from './world.ts'
import { ZipWriter } from './zip-writer.ts'
import type { Member, Sink } from './zip-writer.ts'

/** Called after each chunk with the number of archive bytes written so far. */
export type Progress = (bytes: number) => void

/**
 * Writes a package. When `detail` is false, memory use grows only with the number of entries. Throws a
 * RangeError for invalid options, and passes on what the sink throws.
 */
export async function writePackage(
  input: PackageInput,
  sink: Sink,
  onProgress?: Progress,
): Promise<PackageRecord> {
  const options = packageOptions(input)
  const world = createWorld(options)
  const recorder = new Recorder(exportDayOf(options), options.detail)
  describeWorld(world, options, recorder)
  const writer = new ZipWriter(
    async (chunk) => {
      await sink(chunk)
      onProgress?.(writer.written)
    },
    {
      modified: exportTimeOf(options),
      forceZip64: options.quirks.forceZip64,
      dataDescriptors: options.quirks.dataDescriptors,
    },
  )
  const members = membersOf(world, options, recorder)
  const { archive } = recorder.record
  for (const member of members) await writer.add(member)
  archive.entries = members.length
  archive.bytes = await writer.finish()
  archive.inflatedBytes = writer.inflated
  return recorder.finish()
}

/** Writes a small package into memory. */
export async function packageBytes(
  input: PackageInput,
): Promise<{ archive: Uint8Array; record: PackageRecord }> {
  const chunks: Uint8Array[] = []
  const record = await writePackage(input, (chunk) => void chunks.push(chunk))
  return { archive: Buffer.concat(chunks), record }
}

/** All entries in order, after the quirks that concern the whole archive. */
function membersOf(world: World, options: PackageOptions, recorder: Recorder): Member[] {
  const { quirks } = options
  const random = new Random(options.seed, 30)
  const folders = new Folders(options)
  const isWhole = onlySectionOf(quirks) === null
  let members = [
    ...(isWhole ? wholeMembers(world, options, folders, recorder) : []),
    ...activityMembers(world, options, folders, recorder),
    ...messagesMembers(world, options, folders, recorder),
    ...serversMembers(world, options, folders),
  ]
  if (quirks.explicitDirectoryEntries) members = withDirectories(members)
  if (quirks.storedMembers) {
    members = members.map((member) => ({ ...member, stored: member.stored ?? random.chance(0.4) }))
  }
  if (quirks.wrapperFolder) members = members.map((member) => ({ ...member, name: `package/${member.name}` }))
  if (quirks.macosxJunk) members.push(...junkMembers(members, random))
  return quirks.shuffledEntries ? random.shuffle(members) : members
}

/** The members that are left out when a quirk reduces the package to one section. */
function wholeMembers(world: World, options: PackageOptions, folders: Folders, recorder: Recorder): Member[] {
  return [
    text('README.txt', () => 'This is your data package. It contains folders by section.\n'),
    ...accountMembers(world, options, folders, recorder),
    ...activitiesMembers(folders),
    text(folders.path('tickets', 'tickets.json'), () => '{}'),
  ]
}

/** The names of the top folders in the package's language. */
class Folders {
  constructor(private readonly options: PackageOptions) {}

  path(section: Section, rest: string): string {
    const { language, quirks } = this.options
    const root: string = rootFolders[language][section]
    if (quirks.onlyOneChannel) return rest
    return `${quirks.lowerCaseRoots ? root.toLowerCase() : root}/${rest}`
  }
}

function accountMembers(
  world: World,
  options: PackageOptions,
  folders: Folders,
  { record }: Recorder,
): Member[] {
  const { quirks } = options
  const payments = createPayments(world, options)
  const readable = !quirks.withoutAccount && !(quirks.paymentsInUserJson && quirks.brokenUserJson)
  if (readable) record.payments = payments.flatMap(({ row }) => (row ? [row] : []))
  if (quirks.withoutAccount) return []
  const path = (rest: string) => folders.path('account', rest)
  const mark = quirks.bom ? '\ufeff' : ''
  const members = [
    text(path('user.json'), () => mark + userJsonOf(world, options, payments)),
    picture(path('avatar.png'), options.seed),
    ...world.applications
      .slice(0, 1)
      .flatMap((id) => [
        text(path(`applications/${id}/application.json`), () => applicationJsonOf(id)),
        picture(path(`applications/${id}/icon.png`), options.seed + 1),
      ]),
  ]
  const exports = 'user_data_exports/discord_billing'
  if (!quirks.paymentsInUserJson) {
    members.push(text(path(`${exports}/payments.json`), () => paymentsJsonOf(options, payments)))
    members.push(
      text(path(`${exports}/entitlements.json`), () => '{"section":"discord_billing","records":[]}'),
    )
  }
  return members
}

/** Small folders that resemble others: one with a second user.json, and one about advertising. */
function activitiesMembers(folders: Folders): Member[] {
  const stranger = '{"id":"111111111111111111","username":"not-the-owner"}'
  return [
    text(folders.path('activities', 'Activities_1/users/user.json'), () => stranger),
    text(folders.path('activities', 'Activities_1/poker/poker.json'), () => '{"global_stats":{}}'),
    text(folders.path('activities', 'Activities_2/user_data.json'), () => '{}'),
    text(folders.path('ads', 'quests_user_status.json'), () => '[]'),
    text(folders.path('ads', 'traits.json'), () => '{"age_group":"25-34","reg_country_code":"FR"}'),
  ]
}

function activityMembers(
  world: World,
  options: PackageOptions,
  folders: Folders,
  recorder: Recorder,
): Member[] {
  if (!readableSections(options).activity) return []
  const plan = new ActivityPlan(world, options)
  const shards = options.quirks.multipleShards ? 3 : 1
  return activityFolders.flatMap((name, folder) => {
    if (options.quirks.optedOut && (name === 'analytics' || name === 'modeling')) return []
    return Array.from({ length: shards }, (_, shard): Member => {
      const file = { folder, shard, shards }
      return {
        name: folders.path('activity', activityFileName(file, options)),
        content: () => activityFileParts(file, plan, world, options, recorder),
      }
    })
  })
}

function messagesMembers(
  world: World,
  options: PackageOptions,
  folders: Folders,
  recorder: Recorder,
): Member[] {
  const { quirks } = options
  if (!readableSections(options).messages) return []
  const mark = quirks.bom ? '\ufeff' : ''
  const index = () =>
    JSON.stringify(Object.fromEntries(world.channels.map(({ id, indexText }) => [id, indexText])))
  const members = channelsOf(world, options).flatMap((channel) => {
    recorder.channel(channel)
    const folder = folders.path('messages', `${quirks.bareChannelFolders ? '' : 'c'}${channel.id}`)
    const json = text(`${folder}/channel.json`, () => channelJsonOf(channel, options))
    if (channel.messagesFile === 'missing') return [json]
    return [
      json,
      {
        name: `${folder}/${messageFormatOf(options, channel).file}`,
        content: () => messageFileParts(channel, world, options, recorder),
      },
    ]
  })
  if (readableSections(options).messagesIndex)
    members.unshift(text(folders.path('messages', 'index.json'), () => mark + index()))
  return members
}

function serversMembers(world: World, options: PackageOptions, folders: Folders): Member[] {
  if (!readableSections(options).servers) return []
  const guilds = world.guilds.filter(({ left }) => !left)
  const path = (rest: string) => folders.path('servers', rest)
  const members = guilds.flatMap(({ id, name, administered }) => [
    text(path(`${id}/guild.json`), () =>
      JSON.stringify(
        administered ? { id, name, owner_id: world.owner.id, features: [], roles: [] } : { id, name },
      ),
    ),
    text(path(`${id}/audit-log.json`), () => '[]'),
    ...(administered
      ? [text(path(`${id}/channels.json`), () => '[]'), picture(path(`${id}/icon.jpeg`), options.seed + 2)]
      : []),
  ])
  if (!options.quirks.noServersIndex) {
    const index = () => JSON.stringify(Object.fromEntries(guilds.map(({ id, name }) => [id, name])))
    members.unshift(text(path('index.json'), index))
  }
  return members
}

function text(name: string, content: () => string): Member {
  return { name, content: () => [content()] }
}

function picture(name: string, seed: number): Member {
  return { name, stored: true, content: () => [pictureBytes(seed)] }
}
