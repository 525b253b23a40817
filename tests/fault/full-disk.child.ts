import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { AppError } from '../../src/kernel/app-error.ts'
import { startDatabase } from '../../src/platform/postgres/start-database.ts'

/*
 * Works in a folder on a small disk: fills the disk, goes on writing until it is refused, makes room, and goes on. One JSON
 * line at the end tells what happened.
 */
const [folder = ''] = process.argv.slice(2)
const ballast = join(folder, 'ballast')

const fillDisk = (): void => {
  const file = openSync(ballast, 'w')
  const block = Buffer.alloc(64 * 1024)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}

const running = await startDatabase({ folder, url: undefined })
let acknowledged = 0
/** Writes half a megabyte that does not compress. */
const write = (): Promise<unknown> =>
  running.database.forInstallation(async (tx) => {
    const slug = `b-${acknowledged}`
    await sql`insert into business (id, slug, name, created_at)
      select gen_random_uuid(), ${slug}, string_agg(gen_random_uuid()::text, ''), now() from generate_series(1, 16000)`.execute(tx)
  })

for (; acknowledged < 3; acknowledged += 1) await write()
fillDisk()
let refusal: unknown
while (refusal === undefined && acknowledged < 500) {
  try {
    await write()
    acknowledged += 1
  } catch (error) {
    refusal = error
  }
}
rmSync(ballast)
let back = false
for (let attempt = 0; attempt < 300 && !back; attempt += 1) {
  back = await write().then(
    () => true,
    () => false,
  )
  if (!back) await sleep(100)
}
if (back) acknowledged += 1
const stored = await running.database.forInstallation(
  async (tx) => (await sql<{ n: number }>`select count(*)::int as n from business where length(name) = 16000 * 36`.execute(tx)).rows[0]?.n,
)
const { name, message } = refusal instanceof AppError ? refusal : { name: 'unexpected', message: String(refusal) }
process.stdout.write(`${JSON.stringify({ refused: name, message, back, acknowledged, stored })}\n`)
await running.stop()
