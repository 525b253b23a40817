export { type CalledLine, type LineDirectory, openLineDirectory, type UnansweredBusiness } from './line-directory.ts'
export { LINE_SPEECH } from './own-words.ts'
export { type PhoneCall, type PhoneParts, servePhoneCall } from './phone-call.ts'
export { recoverUnfinished } from './recover-unfinished.ts'
