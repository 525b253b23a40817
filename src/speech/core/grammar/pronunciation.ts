/** The 39 phones of the CMU pronouncing dictionary (stress marks dropped), as Debian's model has them. */
export const PHONES = 'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(' ')

/** A word for each phone, of which speech that fits nothing is made. The `~` cannot occur in a real word. */
export const NOISE_WORDS: readonly string[] = PHONES.map((phone) => `~${phone.toLowerCase()}`)

/**
 * Pronunciations the American dictionary lacks: British, Irish, Australian and Danish callers in the words that carry the
 * meaning of an answer.
 */
const SPOKEN_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  half: ['HH AA F'],
  past: ['P AA S T'],
  after: ['AA F T ER', 'AA F T AH'],
  afternoon: ['AA F T ER N UW N'],
  quarter: ['K AO T AH', 'K W AO T AH'],
  four: ['F AO'],
  fourth: ['F AO TH'],
  fourteen: ['F AO T IY N'],
  forty: ['F AO T IY'],
  third: ['TH ER D', 'TH AH D'],
  march: ['M AA CH'],
  september: ['S EH P T EH M B AH'],
  october: ['AA K T OW B AH'],
  november: ['N OW V EH M B AH'],
  december: ['D IH S EH M B AH'],
  tomorrow: ['T AH M AA R OW'],
  operator: ['AA P AH R EY T AH'],
  "o'clock": ['AH K L AO K'],
  double: ['D AH B AH L'],
  tuesday: ['CH UW Z D EY'],
  wednesday: ['W EH N Z D EY'],
}

/** Pronunciations to add for a word, each as phones separated by blanks. Empty: the dictionary's own are enough. */
export const extraPronunciations = (word: string): readonly string[] => SPOKEN_ELSEWHERE[word] ?? []

export const isNoiseWord = (word: string): boolean => word.startsWith('~')

/** The pronunciation of a noise word. */
export const noisePhone = (word: string): string => word.slice(1).toUpperCase()

// Letters to sounds ----------------------------------------------------------------------------------------------------

/** Longest first; `^` binds to the start of the word, `$` to its end. English spelling in about eighty rules: good enough for a name of a treatment, not for poetry. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^tion/, 'SH AH N'],
  [/^sion/, 'ZH AH N'],
  [/^ough/, 'AO'],
  [/^augh/, 'AO'],
  [/^eigh/, 'EY'],
  [/^tch/, 'CH'],
  [/^igh/, 'AY'],
  [/^ing$/, 'IH NG'],
  [/^dge/, 'JH'],
  [/^sch/, 'SH'],
  [/^ck/, 'K'],
  [/^ch/, 'CH'],
  [/^sh/, 'SH'],
  [/^th/, 'TH'],
  [/^ph/, 'F'],
  [/^wh/, 'W'],
  [/^qu/, 'K W'],
  [/^ng/, 'NG'],
  [/^gh/, 'G'],
  [/^kn/, 'N'],
  [/^wr/, 'R'],
  [/^ee/, 'IY'],
  [/^ea/, 'IY'],
  [/^oo/, 'UW'],
  [/^ou/, 'AW'],
  [/^ow/, 'OW'],
  [/^oa/, 'OW'],
  [/^oi/, 'OY'],
  [/^oy/, 'OY'],
  [/^ai/, 'EY'],
  [/^ay/, 'EY'],
  [/^au/, 'AO'],
  [/^aw/, 'AO'],
  [/^ei/, 'IY'],
  [/^ie/, 'IY'],
  [/^ey/, 'IY'],
  [/^ew/, 'UW'],
  [/^ue/, 'UW'],
  [/^ar/, 'AA R'],
  [/^er/, 'ER'],
  [/^ir/, 'ER'],
  [/^ur/, 'ER'],
  [/^or/, 'AO R'],
  // A silent e at the end makes the vowel before it long: "scale", "bite".
  [/^a(?=[^aeiouy]e$)/, 'EY'],
  [/^i(?=[^aeiouy]e$)/, 'AY'],
  [/^o(?=[^aeiouy]e$)/, 'OW'],
  [/^u(?=[^aeiouy]e$)/, 'UW'],
  [/^e$/, ''],
  [/^y$/, 'IY'],
  [/^c(?=[eiy])/, 'S'],
  [/^g(?=[eiy])/, 'JH'],
  [/^([bdfgklmnprstz])\1/, ''],
  [/^a/, 'AE'],
  [/^b/, 'B'],
  [/^c/, 'K'],
  [/^d/, 'D'],
  [/^e/, 'EH'],
  [/^f/, 'F'],
  [/^g/, 'G'],
  [/^h/, 'HH'],
  [/^i/, 'IH'],
  [/^j/, 'JH'],
  [/^k/, 'K'],
  [/^l/, 'L'],
  [/^m/, 'M'],
  [/^n/, 'N'],
  [/^o/, 'AA'],
  [/^p/, 'P'],
  [/^r/, 'R'],
  [/^s/, 'S'],
  [/^t/, 'T'],
  [/^u/, 'AH'],
  [/^v/, 'V'],
  [/^w/, 'W'],
  [/^x/, 'K S'],
  [/^y/, 'Y'],
  [/^z/, 'Z'],
  [/^'/, ''],
]

/**
 * The sounds of a word that no dictionary has, by rules of spelling; undefined when a character is no English letter or
 * nothing sounds.
 */
export const soundsOf = (word: string): string | undefined => {
  const sounds: string[] = []
  let rest = word.toLowerCase()
  while (rest !== '') {
    // An e alone is no silent e.
    const rule = RULES.find(([pattern, sound]) => pattern.test(rest) && (sound !== '' || sounds.length > 0 || rest.length > 1))
    const matched = rule?.[0].exec(rest)?.[0]
    if (rule === undefined || matched === undefined) return undefined
    // A doubled consonant sounds once: drop one, the other is spelled by its own rule.
    rest = rest.slice(/^(.)\1$/.test(matched) && rule[1] === '' ? 1 : matched.length)
    if (rule[1] !== '') sounds.push(rule[1])
  }
  return sounds.length === 0 ? undefined : sounds.join(' ')
}
