/** Brazilian Portuguese texts of the screen Ask. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('pt-BR')

export const ask: Texts['ask'] = {
  title: 'Faça sua própria pergunta',
  lead: 'Seu resultado é um banco de dados SQLite. Pergunte o que quiser em SQL: nada sai deste navegador e nada quebra, porque cada pergunta roda em uma cópia.',
  sql: 'Pergunta em SQL',
  ready: 'Perguntas prontas',
  choose: 'Escolha uma…',
  run: 'Perguntar',
  stop: 'Parar',
  running: 'Lendo…',
  stopped: 'Parado.',
  keys: 'Ctrl + Enter também pergunta.',
  took: (rows, seconds) => `${plural(rows, { one: '# linha', other: '# linhas' })} em ${seconds} s`,
  cut: (rows) => `Só as primeiras ${rows} linhas são mostradas.`,
  nothing: 'Nenhuma linha: a pergunta rodou, mas nada corresponde.',
  failed: 'O SQLite diz',
  csv: 'Salvar como CSV',
  answer: 'Resposta',
  chartOf: (value, by) => `${value} por ${by}`,
  tables: 'Tabelas e colunas',
  tablesLead: 'Escolha uma tabela para ver as primeiras linhas.',
  questions: {
    people: 'Pessoas, com mensagens e humor',
    places: 'Servidores, com mensagens',
    channels: 'Canais, com mensagens',
    calls: 'Todas as chamadas',
    sessions: 'Todos os usos do aplicativo',
    words: 'Palavras',
    emoji: 'Emojis',
    reactions: 'Reações',
    games: 'Jogos',
    devices: 'Sistemas e aplicativos',
    payments: 'Pagamentos',
    relationships: 'Amigos, pedidos e bloqueios por ano',
    servers: 'Servidores em que entrou ou de que saiu',
    gaps: 'Épocas sem atividade',
    coverage: 'O que há no pacote',
    streaming: 'Transmissões de vídeo por mês',
    gameMonths: 'Jogos por mês',
    deleted: 'Mensagens apagadas por ano',
    totals: 'Palavras, links e respostas por canal',
    owner: 'De quem é o pacote',
  },
}
