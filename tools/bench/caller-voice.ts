import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '../../src/platform/log/log.ts'
import { openVoices } from '../../src/speech/index.ts'
import { type EncodedClip, encodeG711 } from '../../src/telephony/index.ts'

/** The voice of the callers in a bench: each sentence rendered once. */
export const openCallerVoice = async (): Promise<{
  readonly render: (text: string) => Promise<EncodedClip>
  readonly close: () => Promise<void>
}> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-bench-voice-'))
  const voices = await openVoices({ folder, log: createLog({ level: 'silent' }), encode: (samples, codec) => encodeG711(codec, samples) })
  return {
    render: (text) => voices.speakAsG711({ text, language: 'en' }, 'PCMA'),
    async close() {
      await voices.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
