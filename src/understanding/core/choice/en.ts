import type { ChoiceVocabulary } from './vocabulary.ts'

export const ENGLISH_CHOICES: ChoiceVocabulary = {
  last: ['the (very)? last (one|option|time|slot|of them)?', '(last|final) (one|option|slot)', 'the final (one|option|slot)?', '^ last $'],
  middle: ['(the)? (middle|one in between) (one|option|time)?'],
  earliest: ['(the)? (earliest|soonest|earlier|sooner) (one|time|option|slot|possible|of)?'],
  latest: ['(the)? (latest|later) (one|time|option|slot|of)?'],
  any: [
    '(any|either) (of (them|those|these|the two))?',
    '(whichever|whatever|no preference|both (are|work|is) (fine|good|ok|okay)?|all of them|both)',
    "(i don't|i do not|don't) (mind|care)",
    "(doesn't|does not) matter",
    '(you|up to you) (choose|decide|pick)?$',
    "it's all the same",
    'surprise me',
  ],
  none: [
    '(none|neither|not any) (of (them|those|these|the))?',
    '(nothing|no) (of (them|those)|else|other)',
    '(something|anything|another|other|some other|a different|different) (else|time|times|day|date|slot|one|options|option)',
    "(they|those|these|both|all) (don't|do not|won't|can't|aren't|are not) (work|suit|fit|good|possible|do)",
    "(i|we) (can't|cannot|can not) (make|do|manage|come) (any|either|those|these|them|it|that)?",
    "(don't|doesn't|do not|does not|won't) (work|suit|fit) (for)? (me|us|at all)?",
    '^ (no|nope|nah) (thanks|thank you)? $',
  ],
  counting: ['number', 'option', 'slot', 'choice', 'no'],
  letters: ['a', 'b', 'c', 'd', 'e'],
}
