import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '../../src/platform/log/log.ts'
import { openVoices } from '../../src/speech/index.ts'
import { decodeG711, encodeG711 } from '../../src/telephony/index.ts'

/** Rendered sentences of all test runs: a server of a test need not render again what the last one did. */
export const testVoices = (): string => {
  const folder = join(import.meta.dirname, '../../node_modules/.firstline-test-voices')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** An English sentence as a caller says it, 8 kHz: by the same voice (flite), and cache, as the servers of tests. */
export const spoken = async (text: string): Promise<Int16Array> => {
  const voices = await openVoices({
    folder: testVoices(),
    log: createLog({ level: 'silent' }),
    encode: (samples, codec) => encodeG711(codec, samples),
  })
  const { bytes } = await voices.speakAsG711({ text, language: 'en' }, 'PCMA')
  await voices.close()
  return decodeG711('PCMA', bytes)
}
