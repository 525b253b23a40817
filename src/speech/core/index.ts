/** The pure door of speech: types that other modules' cores may speak of. */
export type { ListenFor, ListenForm } from './listen-for.ts'
export { spokenWords } from './grammar/spoken-words.ts'
