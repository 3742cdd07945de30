/** Invented names and everyday sentences for the people of a synthetic package. */

export const firstNames =
  'Ada Amir Anouk Bela Bruno Chiara Dario Elin Emre Farah Finn Greta Hana Hugo Ida Ilya Ines Jonas Juno Kai Kenji Lale Leon Lina Luca Maja Malik Mateo Mina Nadia Nils Noor Olga Omar Pia Quinn Rafa Rosa Sami Selma Suki Tariq Theo Uma Vera Viktor Wanda Xenia Yara Yuki Zeno Zoe'.split(
    ' ',
  )

export const nicknames =
  'badger biscuit bluebird cactus clover comet cricket dandelion drizzle ember falcon fern firefly fjord gecko hazel hedgehog iris jasmine kestrel lantern lemur lichen lynx maple marble meadow mango moth nectar nimbus otter panda pebble pepper pickle quartz raven robin saffron sparrow thistle toffee tulip velvet walnut willow wombat'.split(
    ' ',
  )

export const guildNames = [
  'Moonlit Library',
  'The Tea House',
  'Pixel Bakery',
  'Cloud Nine Climbers',
  'Study Buddies',
  'Retro Game Night',
  'The Garden Shed',
  'Synth Lovers',
  'Board Game Attic',
  'Open Source Kitchen',
  'Photo Walks',
  'Sunday Cyclists',
  'Tiny Robots',
  'Mystery Book Club',
  'Harbour Town RPG',
  'Northern Lights',
  'Language Exchange',
  'Rocket League of Friends',
  'Plant Parents',
  'The Lighthouse',
]

export const channelNames =
  'general welcome rules announcements off-topic memes music pets food cooking photos art gaming looking-for-group help questions showcase introductions movies books sports travel tech programming homework events voice-text bots suggestions feedback late-night spoilers wholesome plants bikes recipes screenshots'.split(
    ' ',
  )

export const voiceChannelNames = ['General', 'Lounge', 'Gaming', 'Study room', 'Music', 'Late night']

export const groupNames = ['Weekend plans', 'Book swap', 'Band practice', 'Flatmates', 'Movie night']

/**
 * Names that break careless parsers: quotes, emoji, right-to-left text, combining marks, words that the index
 * uses itself.
 */
export const oddNames = [
  'quotes "inside" and \\ backslash',
  'emoji 🎉👩‍👩‍👧 party',
  'cafe\u0301 in Zu\u0308rich in winter',
  'שלום עולם',
  'مرحبا بالعالم',
  '日本語チャンネル',
  "O'Brien; DROP TABLE guilds;--",
  'Direct Message with nobody',
  ' spaces around ',
  'comma, newline\nand tab\t',
  '<script>alert(1)</script>',
  '#0',
  '𝕱𝖆𝖓𝖈𝖞 𝖙𝖊𝖝𝖙',
]

/** Names that nobody can see: white space, a zero-width space, and a letter that looks blank. */
export const invisibleNames = [' ', '\t', '\u00a0 ', '\u200b', '\u3164']

export const games = [
  'Starfall Harbor',
  'Turnip Tycoon',
  'Block Builders',
  'Rally of Ducks',
  'Dungeon Bakers',
  'Chess Cafe',
  'Night Train',
]

export const emojiNames = [
  'catjam',
  'blobwave',
  'pog',
  'sadfrog',
  'partyparrot',
  'thisisfine',
  'hypers',
  'okhand',
]

export const unicodeEmojis = ['😂', '👍', '❤️', '🔥', '😭', '🎉', '👀', '🤔', '🥺', '✨', '🇫🇷', '👩‍💻']

/** Sentences of mixed mood and language. Words in braces are replaced. */
export const phrases = [
  'good morning everyone',
  'that is amazing, I love it',
  'haha',
  'lol',
  'I think so too',
  'see you tomorrow at {number}',
  'no way, this is terrible',
  'thanks a lot, you are the best',
  'what time are we playing tonight?',
  'my internet is so bad today :(',
  'happy birthday <@{user}>!!',
  'did you see what {person} posted in <#{channel}>?',
  'I hate mondays',
  'sounds great',
  'brb dinner',
  'ok',
  'yes',
  'nope',
  'wait, are you serious?',
  'that was the worst match ever, sorry',
  'I finally finished the book, what a wonderful ending',
  'can someone help me with exercise {number}?',
  'just pushed a fix, can you pull and try again',
  'this song is stuck in my head https://music.example.com/track/{hex}',
  'look at this https://video.example.com/watch?v={hex}',
  '{emoji} {emoji} {emoji}',
  '{customEmoji}',
  'gg {customEmoji}',
  'nice one {emoji}',
  'on est où ce soir ? j’ai trop hâte',
  'merci beaucoup, c’est parfait',
  'wie geht es dir? schönes Wochenende!',
  'das ist ja furchtbar, tut mir leid',
  '今日はいい天気ですね',
  'ありがとうございます！',
  'muito obrigado, até amanhã',
  '¿quién viene el sábado?',
  'спасибо, очень приятно',
  'line one\nline two\n\n- a list\n- of "quoted" things',
  '```js\nconst answer = {number}\nconsole.log("answer: " + answer)\n```',
  'path is C:\\Users\\{person}\\Desktop, if that helps',
  'I am so proud of you, congratulations!',
  'the train is late again, {number} minutes',
  'who wants pizza',
  'I feel sick today, staying in bed',
  '**important**: the meeting moved to {number}:30',
  '||it was the gardener||',
]

/** Sentences in scripts that put no spaces between words. */
export const unspacedPhrases = [
  '昨日の映画はとても面白かった',
  '明日は図書館で勉強します',
  'ありがとう、また明日！',
  '今天的天气很好，我们去公园吧',
  '这本书非常有意思',
  '我喜欢喝茶，你呢？',
  'วันนี้อากาศดีมาก',
  'ขอบคุณมากครับ',
  '今日はGitHubで{number}回コミットした',
]
