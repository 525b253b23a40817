import type { Meaning } from './matcher.ts'

/** What every business is asked and the first line answers by itself: from the opening hours, without an article. */
export const BUILT_IN_ARTICLES: readonly Meaning[] = [
  {
    id: 'hours',
    phrases: [
      'when are you open',
      'what are your opening hours',
      'opening hours',
      'what time do you open',
      'when do you open',
      'when do you close',
      'what time do you close',
      'how late are you open',
      'are you open today',
      'are you open on saturday',
      'are you open on christmas eve',
      'are you open on a holiday',
      'when do you close today',
      'are you closed',
      'hvornår har I åbent',
      'hvad er jeres åbningstider',
      'åbningstider',
      'åbningstid',
      'hvornår åbner I',
      'hvornår lukker I',
      'hvor længe har I åbent',
      'har I åbent i dag',
      'har I åbent om lørdagen',
      'har I åbent juleaften',
      'hvornår lukker I i dag',
      'har I lukket',
    ],
  },
]
