/** A language the first line speaks (BCP 47). More languages are more data: phrases, parsers and a voice for each. */
export type Language = 'en' | 'da'

export const LANGUAGES: readonly Language[] = ['en', 'da']
