/** Speech: voice activity, turn taking, recognisers, voices. */
export type { Ear, EarEvents, Heard, ListenFor, ListenForm, Pcm, Recogniser, Voice } from './door.ts'
export type { SpeechLog } from './log.ts'
export { openRecogniser, type RecogniserHere } from './open-recogniser.ts'
export { missingForRecogniser } from './pocketsphinx/missing.ts'
export { scriptedRecogniser } from './scripted-recogniser.ts'
export { openVoices, type Sentence, type Voices, type VoicesOptions, voicesHere } from './voices/open-voices.ts'
export { scriptedVoice } from './voices/scripted-voice.ts'
export { VoiceFailed, VoiceUnavailable } from './voices/voice-errors.ts'
