/** Brazilian Portuguese texts of the way to a result. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('pt-BR')

export const flow: Texts['flow'] = {
  title: 'Seus anos no Discord, em imagens',
  lead: 'Qualquer pessoa pode pedir ao Discord uma cópia dos próprios dados. Aqui você explora a sua: para quem escreveu, a que horas estava online, quem chegou e quem foi embora. Nada é enviado a mais ninguém.',
  link: {
    title: 'Cole o link',
    text: 'Este servidor baixa o pacote do Discord e o analisa. O link e o resultado são seus: o servidor não consegue ler o que guarda.',
    label: 'Link do botão “Baixar” no e-mail do Discord',
    placeholder: 'https://click.discord.com/ls/click?upn=…',
    go: 'Vamos',
    good: 'Parece um link de pacote.',
    cut: 'É um link do Discord, mas falta uma parte: copie o link do botão, não o texto.',
    other: 'Não é um link de pacote. Os links de pacote começam com https://click.discord.com/ls/click?upn=',
    keep: 'Salvar neste navegador',
    keepHint: 'Não ative em um computador compartilhado.',
  },
  demo: {
    text: 'Veja tudo primeiro com dados inventados.',
    go: 'Abrir a demonstração',
  },
  kept: {
    title: 'Salvo neste navegador',
    open: 'Abrir',
    waiting: 'em andamento',
    forget: 'Remover',
    size: (size, day) => `${size}, salvo em ${day}`,
    notForgotten:
      'Não foi possível remover: o pacote continua salvo neste navegador. Tente de novo ou apague os dados deste site nas configurações do navegador.',
  },
  howTo: {
    title: 'Como conseguir seu pacote',
    steps: [
      'No Discord, abra Configurações de usuário › Dados e privacidade › “Solicitar todos os meus dados”.',
      'Marque pelo menos “Mensagens” e “Atividade” e envie a solicitação.',
      'Em algumas horas ou dias, o Discord envia um e-mail. O botão contém o link, que vale por cerca de 30 dias.',
    ],
  },
  leaves: {
    title: 'O que sai deste dispositivo',
    items: [
      'Se você solta o zip, nada. Se você cola um link, ele vai só para este servidor, que baixa o pacote do Discord.',
      'O servidor guarda o resultado criptografado. A chave faz parte do seu link; o servidor não fica com ela.',
      'Nenhum outro servidor é contatado: nem fontes, nem imagens, nem rastreadores.',
    ],
  },
  insecure:
    'A conexão com este servidor não é criptografada (apenas http): quem espionar a sua rede pode ler o link e o resultado. Em casa, talvez não seja problema.',
  working: {
    title: 'Processando seu pacote',
    sending: 'Enviando o link…',
    waiting: 'Na fila',
    queue: (before) =>
      before === 0
        ? 'O seu é o próximo.'
        : plural(before, { one: '# pacote antes do seu.', other: '# pacotes antes do seu.' }),
    downloading: 'Baixando do Discord',
    bytes: (done, total) => `${done} de ${total}`,
    someBytes: (done) => `${done} até agora`,
    analyzing: 'Analisando',
    analyzingHint: 'Mensagens, eventos, chamadas. Pacotes grandes levam cerca de um minuto.',
    unreachable: 'O servidor não está respondendo agora. Esta página continua tentando.',
    busy: 'O servidor está ocupado e não aceita mais nada de você agora. Esta página continua tentando.',
    mayClose:
      'Você pode fechar esta página: o servidor continua, e este navegador sabe onde encontrar o resultado.',
    mustStay: 'Deixe esta página aberta ou guarde o link: este navegador não vai salvá-lo.',
    leave: 'Voltar ao início',
    steps: ['Espera', 'Download', 'Análise', 'Resultado'],
  },
  problems: {
    title: 'Não deu certo',
    INVALID_LINK:
      'Este não é o link de um pacote de dados. Copie o link inteiro do botão no e-mail do Discord.',
    EXPIRED_LINK:
      'O Discord não oferece mais este pacote: os links valem por cerca de 30 dias. Peça um novo ao Discord.',
    MISSING_USER_DATA: 'Este pacote não indica a quem pertence.',
    UNKNOWN_PACKAGE_ID: 'Este servidor não tem mais o resultado. Cole o link de novo.',
    NO_RESULT: 'Este servidor não tem este resultado.',
    UNAUTHORIZED: 'O link não corresponde a este resultado. Cole-o de novo.',
    UNKNOWN_ERROR: 'O servidor não conseguiu analisar este pacote.',
    PAGE_ERROR: 'Não foi possível abrir o resultado neste navegador.',
    reason: (sentence) => `Motivo: ${sentence}`,
    reasons: {
      link_redirects_away: 'O link redireciona para um endereço do qual este servidor não baixa nada.',
      link_not_a_package:
        'O link não leva a um arquivo zip. O Discord usa o mesmo tipo de link em todos os seus e-mails.',
      download_failed: 'Não foi possível baixar o pacote, mesmo depois de várias tentativas.',
      download_too_slow: 'O pacote chegava devagar demais, e o download foi cancelado.',
      archive_too_large: 'O arquivo é maior do que o aceito aqui.',
      archive_not_a_zip: 'O arquivo não é um zip ou está incompleto.',
      archive_corrupt: 'O arquivo está danificado: suas partes se contradizem.',
      file_unreadable: 'Não foi possível ler um arquivo, ou ele mudou durante a leitura.',
      archive_encrypted: 'O arquivo está protegido por senha.',
      archive_unsupported: 'O arquivo usa um método de compressão que os pacotes de dados não usam.',
      archive_bomb: 'Descompactado, o arquivo é maior do que o aceito aqui.',
      archive_too_many_entries: 'O arquivo contém mais itens do que o aceito aqui.',
      package_too_complex: 'O pacote contém mais dados diferentes do que cabem na memória prevista.',
      result_too_large: 'O banco de dados resultante é maior do que o aceito aqui.',
      analysis_too_long: 'A análise demorou mais do que este servidor permite.',
      analysis_crashed: 'A análise deste pacote falhou várias vezes.',
      disk_full: 'O servidor não tem mais espaço em disco para o pacote.',
      server_overloaded:
        'Faltaram memória ou descritores de arquivo ao servidor durante horas; o log dele mostra onde.',
      internal: 'Algo deu errado no servidor; o log dele mostra onde.',
      wrong_address: 'A Backend URL no aplicativo tem um caminho que não existe neste servidor.',
      network_not_allowed: 'Este servidor só aceita pacotes de certas redes.',
      queue_full: 'A fila deste servidor está cheia. Tente mais tarde.',
      address_full:
        'Há pacotes demais em andamento vindos deste endereço. Envie o próximo link quando um deles terminar.',
      too_many_requests: 'Links demais vindos deste endereço. Tente de novo em um minuto.',
    },
  },
}
