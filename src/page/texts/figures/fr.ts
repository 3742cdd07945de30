/** French texts of the figures. */
import { createFormats } from '../formats.ts'
import type { FigureTexts } from '../en.ts'

const { number, plural } = createFormats('fr')
const daysInARow = (count: number) => plural(count, { one: '# jour', other: '# jours d’affilée' })
const daysOf = (count: number) => plural(count, { one: '# jour', other: '# jours' })
const messagesOf = (count: number) => plural(count, { one: '# message', other: '# messages' })
const paymentsOf = (count: number) => plural(count, { one: '# paiement', other: '# paiements' })

export const figures: FigureTexts = {
  frame: {
    picture: 'graphique',
    asTable: 'En tableau',
    keys: 'Parcours les valeurs avec les touches fléchées.',
    empty: 'Rien sur cette période.',
    failed: 'Impossible de dessiner ce graphique. Le reste de la page fonctionne toujours.',
    noActivity:
      'Cette archive ne contient pas ton activité. Pense à cocher « Activité » lors de ta prochaine demande.',
    olderVersion: 'Absent de ce résultat',
    unnamed: 'Sans nom',
    others: 'Tous les autres',
    rows: (count) => plural(count, { one: '# ligne', other: '# lignes' }),
    moreRows: (count) =>
      plural(count, { one: 'Afficher # ligne de plus', other: 'Afficher # lignes de plus' }),
    search: 'Rechercher',
    noMatch: 'Aucun résultat.',
  },
  units: {
    messages: messagesOf,
    days: daysOf,
    times: (count) => `${number(count)} fois`,
    starts: (count) => plural(count, { one: '# lancement', other: '# lancements' }),
    reactions: (count) => plural(count, { one: '# réaction', other: '# réactions' }),
    payments: paymentsOf,
    streams: (count) => plural(count, { one: '# stream', other: '# streams' }),
  },
  columns: {
    name: 'Nom',
    person: 'Personne',
    place: 'Serveur',
    day: 'Jour',
    week: 'Semaine du',
    month: 'Mois',
    year: 'Année',
    weekday: 'Jour de la semaine',
    hour: 'Heure',
    time: 'Heure',
    messages: 'Messages',
    duration: 'Durée',
    calls: 'Appels',
    callTime: 'Temps d’appel',
    longestCall: 'Appel le plus long',
    first: 'Premier jour',
    last: 'Dernier jour',
    mood: 'Humeur',
    joined: 'Rejoint le',
    count: 'Nombre',
    rank: 'Rang',
    share: 'Part',
    amount: 'Montant',
    description: 'Objet',
    metric: 'Mesure',
  },
  metrics: { messages: 'Messages', calls: 'Temps d’appel', starts: 'Lancements', reactions: 'Réactions' },
  gaps: {
    hatched: 'Zones hachurées : Discord n’y a peut-être rien enregistré.',
    before: 'Pas encore enregistré',
    turnedOff: (control) => `Désactivé : ${control}`,
    missing: (messages) => `Tu as écrit ${messages} ici, mais Discord n’a conservé aucune activité`,
    quiet: 'Calme : ni activité ni messages',
  },
  timeline: {
    title: 'Les messages au fil du temps',
    sentence: (peak, value, average) => `Record : ${peak}, avec ${value}. En moyenne, ${average} par jour.`,
    oneDay: (day, value) => `${value} le ${day}.`,
    inWeek: (day) => `semaine du ${day}`,
  },
  brush: { title: 'Période', from: 'De', to: 'À' },
  river: {
    title: 'Les gens qui ont marqué tes années',
    sentence: (name, span) => `La bande la plus large : ${name}, ${span}.`,
    short: 'Ce graphique a besoin d’au moins trois mois : choisis une période plus longue.',
    reading: 'Plus la bande est large, plus tu as écrit à cette personne à ce moment-là.',
  },
  rank: {
    title: 'À qui tu écris le plus, année par année',
    sentence: (name, years) => `${name} était en tête en ${years}.`,
    always: (name) => `${name} était en tête chaque année.`,
    changes: (count) =>
      plural(count, {
        one: 'La première place a changé de mains une fois.',
        other: 'La première place a changé de mains # fois.',
      }),
    place: (rank, name, year) => `${year} : n° ${rank}, ${name}`,
    off: 'personne',
  },
  week: {
    title: 'Ta semaine',
    sentence: (weekday, hour) => `Surtout le ${weekday} à ${hour}.`,
    sentenceShift: (weekday, hour, shift) => `Surtout le ${weekday} à ${hour} ; ${shift}.`,
    later: (year, hours) =>
      `depuis ${year}, ${plural(hours, { one: 'une heure', other: '# heures' })} plus tard`,
    earlier: (year, hours) =>
      `depuis ${year}, ${plural(hours, { one: 'une heure', other: '# heures' })} plus tôt`,
    cell: (weekday, hour, value) => `${weekday}, ${hour} : ${value}`,
    less: 'moins',
    more: 'plus',
  },
  nights: {
    title: 'Tes nuits',
    sentence: (share, year) => `En ${year}, ${share} de tes messages ont été envoyés entre minuit et 5 h.`,
    compared: (share, year, before, beforeYear) =>
      `Entre minuit et 5 h : ${share} de tes messages en ${year}, ${before} en ${beforeYear}.`,
    ofMetric: (metric, share, year) => `${metric} entre minuit et 5 h : ${share} en ${year}.`,
    ofMetricCompared: (metric, share, year, before, beforeYear) =>
      `${metric} entre minuit et 5 h : ${share} en ${year}, ${before} en ${beforeYear}.`,
    cell: (year, hour, share, value) => `${year}, ${hour} : ${share}, ${value}`,
    reading: 'Une ligne par année, de midi à midi : la part de chaque heure dans l’année.',
  },
  calendar: {
    title: 'Jour après jour',
    sentence: (day, value) => `Ton jour le plus actif : le ${day}, avec ${value}.`,
    nothing: 'rien',
    lane: 'La ligne sous chaque année indique quand Discord a enregistré ton activité. Zones hachurées : peut-être rien d’enregistré.',
    lanes: (names) =>
      `Lignes sous chaque année, de haut en bas : ${names}. Zones hachurées : peut-être rien d’enregistré.`,
  },
  writeOrCall: {
    title: 'Écrire ou appeler',
    sentence: (caller, writer) => `Avec ${caller}, plutôt des appels ; avec ${writer}, plutôt des messages.`,
    onlyWrite: (people) =>
      plural(people, {
        one: 'Tu écris à # personne et tu n’appelles personne.',
        other: 'Tu écris à # personnes et tu n’en appelles aucune.',
      }),
    messagesAxis: 'Messages',
    minutesAxis: 'Minutes d’appel',
    point: (name, messages, minutes) => `${name} : ${messages}, ${minutes} d’appels`,
  },
  lifelines: {
    title: 'La vie de tes serveurs',
    sentence: (name, span) => `Le plus durable : ${name}, ${span}.`,
    reading: 'De ton arrivée à ton dernier message. Plus le trait est épais, plus tu as écrit.',
    joined: (day) => `rejoint le ${day}`,
    hasLeft: 'quitté',
    row: (name, from, to, messages) => `${name} : du ${from} au ${to}, ${messages}`,
    quiet: (name) => `${name} : aucun message`,
  },
  everyCall: {
    title: 'Tous les appels',
    sentence: (name, length, day) => `Le plus long : ${length} avec ${name}, le ${day}.`,
    sentencePlace: (name, length, day) => `Le plus long : ${length}, le ${day} (${name}).`,
    sentenceNobody: (length, day) => `Le plus long : ${length}, le ${day}.`,
    reading: 'Un trait par appel : sa longueur indique la durée, sa position l’heure. Minuit est au milieu.',
    call: (day, hour, length, name) => `${day}, ${hour} : ${length}, ${name}`,
    empty: 'Aucun appel sur cette période.',
    elsewhere: 'Ailleurs',
  },
  wordsWent: {
    title: 'Où sont allés tes mots',
    sentence: (share, name) => `La plus grande part : ${name}, avec ${share} de tes messages.`,
    direct: 'Messages privés',
    cell: (name, messages, share) => `${name} : ${messages}, ${share}`,
    rest: (count) => plural(count, { one: '# autre', other: '# autres' }),
  },
  screens: {
    title: 'Les écrans de ta vie',
    sentence: (os, share) => `${share} de ton temps sur ${os}.`,
    changed: (from, to, year) => `Depuis ${year}, ${to} a remplacé ${from}.`,
    reading: 'Heures passées sur Discord chaque mois, par système.',
  },
  thenAndNow: {
    title: 'Avant et maintenant',
    sentence: (then, before, now, after) =>
      `${messagesOf(before)} par jour en ${then}, ${number(after)} en ${now}.`,
    messagesPerDay: 'Messages par jour',
    callMinutesPerDay: 'Min d’appel par jour',
    people: 'Personnes contactées',
    places: 'Serveurs actifs',
    nightShare: 'Envoyés la nuit',
    busiestHour: 'Heure la plus active',
    topPerson: 'Contact n° 1',
    topPlace: 'Serveur n° 1',
    change: (metric, then, now) => `${metric} : ${then} avant, ${now} maintenant`,
  },
  monthPlaces: {
    title: 'Tes appels, mois par mois',
    sentence: (month, hours) => `Record : ${hours} en ${month}.`,
  },
  streaks: {
    title: 'Séries',
    sentence: (days, from, to) => `La plus longue : ${daysInARow(days)}, du ${from} au ${to}.`,
    row: (days, from, to) => `${daysOf(days)} : du ${from} au ${to}`,
  },
  answer: { title: 'Graphique' },
  people: {
    title: 'Personnes',
    search: 'Rechercher une personne',
    deleted: 'compte supprimé',
    moodUnknown: 'inconnue',
  },
}
