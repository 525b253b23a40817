import type { ChoiceVocabulary } from './vocabulary.ts'

export const DANISH_CHOICES: ChoiceVocabulary = {
  last: ['(den|det|de) (aller)? (sidste|sidstnævnte|bagerste) (tid|mulighed|af dem)?', '(sidste|sidstnævnte) (tid|mulighed)?', 'til sidst'],
  middle: ['(den|det)? (midterste|mellemste|i midten) (tid|mulighed)?'],
  earliest: ['(den|det)? (tidligste|tidligere|førstkommende) (tid|mulighed|af dem)?'],
  latest: ['(den|det)? (seneste|senere) (tid|mulighed|af dem)?'],
  any: [
    '(hvilken som helst|den ene eller den anden|alle sammen|begge dele|begge to|begge (er|passer) (fint|godt|fine)?|alle (er|passer) (fint|godt|fine)?)',
    '(det kan|kan) være (mig)? (det samme|lige meget)',
    '(lige meget|ligemeget|ligegyldigt|underordnet|ligeglad|ingen præference)',
    '(du|i) (bestemmer|vælger)',
    '(bestem|vælg) (du|selv|bare)',
  ],
  none: [
    '(ingen|ikke nogen) (af (dem|delene|tiderne|de))?',
    '(noget|nogle|en|et) (andet|andre|anden) (tid|tidspunkt|dag|tider|dage|muligheder)?',
    '(andet|andre) (tidspunkt|tider|dage|muligheder|tid)',
    '(de|det|dem|begge|tiderne|alle) .. (passer|duer|går|kan|dur) .. ikke',
    '(passer|duer|går|dur) (mig|os|det)? .. (ikke|dårligt)',
    '(jeg|vi)? kan (jeg|vi)? (desværre)? ikke',
    '^ (nej|niks|næ) (tak)? $',
  ],
  counting: ['nummer', 'nr', 'mulighed', 'valg'],
  letters: ['a', 'b', 'c', 'd', 'e'],
}
