import { getRecording } from '#contract/index.ts'
import { addressOf } from '../api/client.ts'

/** A spoken message with the browser's own player: it knows keyboards, screen readers and the lock screen of a phone. */
export const SpokenMessage = (props: { readonly contact: string; readonly recording: string; readonly label: string }) => (
  // Its words are not known: no recogniser wrote them down, so there are no captions to give.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  <audio
    controls
    preload="metadata"
    aria-label={props.label}
    className="h-11 w-full max-w-md"
    src={addressOf(getRecording, { params: { contact: props.contact, recording: props.recording } })}
  />
)
