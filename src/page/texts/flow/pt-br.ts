/** Brazilian Portuguese texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('pt-BR')

export const flow: Texts['flow'] = {
  title: 'Seus anos no Discord, em imagens',
  lead: 'O Discord dá a cada pessoa uma cópia dos próprios dados. Aqui você vê os seus: para quem escreveu, quando estava acordado, quem chegou e quem se foi. Ninguém mais recebe nada.',
  link: {
    title: 'Cole o link',
    text: 'Este servidor baixa o pacote do Discord e faz as contas. O link e o resultado são seus: o servidor não consegue ler o que guarda.',
    label: 'O link do botão “Baixar” no e-mail do Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Vamos',
    good: 'É um link de pacote.',
    cut: 'É um link do Discord, mas falta um pedaço: copie o link do botão, não o texto.',
    other: 'Não é um link de pacote. Eles começam com https://click.discord.com/ls/click?upn=',
    keep: 'Guardar neste navegador',
    keepHint: 'Melhor não em um computador compartilhado.',
  },
  demo: {
    title: 'Só quer olhar?',
    text: 'Veja tudo primeiro com dados inventados.',
    go: 'Abrir a demonstração',
  },
  kept: {
    title: 'Guardado neste navegador',
    open: 'Abrir',
    waiting: 'ainda em andamento',
    forget: 'Esquecer',
    size: (size, day) => `${size}, desde ${day}`,
  },
  howTo: {
    title: 'Como conseguir seu pacote',
    steps: [
      'No Discord, abra Configurações de usuário › Dados e privacidade › “Solicitar todos os meus dados”.',
      'Marque pelo menos Mensagens e Atividade e envie.',
      'O Discord manda um e-mail em algumas horas ou dias. O link está no botão e vale por cerca de 30 dias.',
    ],
  },
  leaves: {
    title: 'O que sai deste dispositivo',
    items: [
      'O link, só para este servidor. O servidor baixa o pacote do Discord.',
      'O resultado volta criptografado e é aberto aqui. A chave faz parte do seu link; o servidor não fica com ela.',
      'Nenhum outro servidor é consultado: nem fontes, nem imagens, nem rastreamento.',
    ],
  },
  insecure:
    'A conexão com este servidor não é criptografada (http simples): quem escuta a sua rede pode ler o link e o resultado. Em casa, talvez não seja problema.',
  working: {
    title: 'Seu pacote está em andamento',
    sending: 'Enviando o link…',
    waiting: 'Na fila',
    queue: (before) =>
      before === 0
        ? 'O seu é o próximo.'
        : plural(before, { one: '# pacote antes do seu.', other: '# pacotes antes do seu.' }),
    downloading: 'Baixando do Discord',
    bytes: (done, total) => `${done} de ${total}`,
    someBytes: (done) => `${done} até agora`,
    analyzing: 'Fazendo as contas',
    analyzingHint: 'Mensagens, eventos, chamadas. Pacotes grandes levam um minuto.',
    left: (time) => `faltam cerca de ${time}`,
    unreachable: 'O servidor não está respondendo agora. Esta página continua tentando.',
    mayClose:
      'Você pode fechar esta página: o servidor continua, e este navegador sabe onde achar o resultado.',
    mustStay: 'Deixe esta página aberta ou guarde o link: este navegador não vai lembrar dele.',
    leave: 'Voltar ao início',
    steps: ['Esperar', 'Baixar', 'Contar', 'Ver'],
  },
  problems: {
    title: 'Não deu certo',
    again: 'Tentar de novo',
    INVALID_LINK:
      'Este não é o link de um pacote de dados. Copie o link inteiro do botão no e-mail do Discord.',
    EXPIRED_LINK:
      'O Discord não entrega mais este pacote: os links valem cerca de 30 dias. Peça um novo ao Discord.',
    MISSING_USER_DATA: 'Não há nada para contar neste pacote.',
    UNKNOWN_PACKAGE_ID: 'Este servidor não tem mais o resultado. Cole o link de novo.',
    UNAUTHORIZED: 'O link não corresponde a este resultado. Cole o link de novo.',
    UNKNOWN_ERROR: 'O servidor não conseguiu processar este pacote.',
    PAGE_ERROR: 'Não foi possível abrir o resultado neste navegador.',
    reason: (sentence) => `O motivo: ${sentence}`,
  },
}
