/**
 * The screen Ask: questions in SQL, the documented questions, and the tables. The address contains the
 * question.
 */
import { useEffect, useState } from 'preact/hooks'
import { Answer } from '../ask/answer.tsx'
import { useAsking } from '../ask/use-asking.ts'
import type { Database } from '../data/database.ts'
import { questions } from '../data/questions/registry.ts'
import { shownTables } from '../data/shown-tables.ts'
import { useLocale } from '../texts/locale.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const askScreen: Screen = { name: 'ask', component: Ask, isAlwaysShown: true }

const firstQuestion = `SELECT hour, sum(occurence_count) AS messages
FROM activity
WHERE event_name = 'message_sent'
GROUP BY hour
ORDER BY hour`

function Ask({ result, address, go }: ScreenProps) {
  const t = useLocale().texts.ask
  const asked = address.more.sql
  const [sql, setSql] = useState(asked ?? firstQuestion)
  const { asking, ask, stop } = useAsking(result.bytes)
  const run = (question: string) => {
    setSql(question)
    go({ more: { ...address.more, sql: question } })
    ask(question)
  }
  // A link with a question shows its answer at once. A person who merely opens the screen does not have to
  // wait for one.
  useEffect(() => {
    if (asked !== undefined) ask(asked)
  }, [])
  return (
    <div class="stack">
      <header class="screen-head">
        <h2>{t.title}</h2>
        <p class="soft">{t.lead}</p>
      </header>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          run(sql)
        }}
      >
        <ReadyMade choose={run} />
        <div class="field">
          <label for="ask-sql">{t.sql}</label>
          <textarea
            id="ask-sql"
            class="textarea"
            spellcheck={false}
            autocomplete="off"
            rows={6}
            value={sql}
            onInput={(event) => setSql(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              run(sql)
            }}
          />
          <p class="field-help">{t.keys}</p>
        </div>
        <div class="row">
          <button type="submit" class="button button-main" disabled={sql.trim() === ''}>
            {t.run}
          </button>
          {asking.state === 'running' && (
            <button type="button" class="button" onClick={stop}>
              {t.stop}
            </button>
          )}
        </div>
      </form>
      <Answer asking={asking} />
      <Tables result={result} choose={run} />
    </div>
  )
}

function ReadyMade({ choose }: { choose(sql: string): void }) {
  const t = useLocale().texts.ask
  return (
    <div class="field">
      <label for="ask-ready">{t.ready}</label>
      <select
        id="ask-ready"
        class="select"
        value=""
        onChange={({ currentTarget }) => {
          const chosen = questions.find(({ name }) => name === currentTarget.value)
          currentTarget.value = ''
          if (chosen) choose(chosen.sql)
        }}
      >
        <option value="">{t.choose}</option>
        {questions.map(({ name }) => (
          <option key={name} value={name}>
            {t.questions[name] ?? name}
          </option>
        ))}
      </select>
    </div>
  )
}

function Tables({ result, choose }: { result: ScreenProps['result']; choose(sql: string): void }) {
  const t = useLocale().texts.ask
  const [columnsByTable, setColumns] = useState<Database['columnsByTable']>(new Map())
  useEffect(
    () =>
      void result.database().then(
        (opened) => setColumns(opened.columnsByTable),
        () => {},
      ),
    [result],
  )
  return (
    <details class="card">
      <summary>{t.tables}</summary>
      <p class="soft">{t.tablesLead}</p>
      <dl class="tables">
        {shownTables(columnsByTable).map((table) => (
          <div key={table}>
            <dt>
              <button
                type="button"
                class="chip"
                onClick={() => choose(`SELECT * FROM ${quoted(table)} LIMIT 100`)}
              >
                {table}
              </button>
            </dt>
            <dd class="soft small">{columnsByTable.get(table)!.join(', ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** Plain names need no quotes. */
function quoted(name: string): string {
  return /^\w+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}
