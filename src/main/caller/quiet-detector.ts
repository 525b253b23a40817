/**
 * Tells sound from quiet in 20 ms frames of linear 16-bit audio at 8 kHz, as a caller's ear does: a frame sounds when its RMS level is above
 * -45 dBFS.
 */
const SOUND_RMS = 32_768 * 10 ** (-45 / 20)

export const sounds = (frame: Int16Array): boolean => {
  let power = 0
  for (const sample of frame) power += sample * sample
  return Math.sqrt(power / Math.max(1, frame.length)) > SOUND_RMS
}
