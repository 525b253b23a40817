import pg from 'pg'
import { AppError } from '../../src/kernel/app-error.ts'
import { ensureDataFolder } from '../../src/platform/files/data-folder.ts'
import { lockDataFolder } from '../../src/platform/files/lock-data-folder.ts'
import { startEmbedded } from '../../src/platform/postgres/embedded/start-embedded.ts'

/*
 * A program that holds a data folder and its database, and acknowledges on standard output every row that is committed:
 * for tests that kill it. Words: the folder, then `ephemeral` and `write` as wished.
 */
const [folder = '', ...wishes] = process.argv.slice(2)
const say = (fact: unknown): void => void process.stdout.write(`${JSON.stringify(fact)}\n`)

const work = async (): Promise<void> => {
  ensureDataFolder(folder)
  lockDataFolder(folder)
  const server = await startEmbedded({ folder, ephemeral: wishes.includes('ephemeral') })
  const client = new pg.Client(server.address)
  client.on('error', () => undefined)
  await client.connect()
  await client.query('create table if not exists promise (n int primary key)')
  say({ ready: true, postgres: server.pid(), watchdog: server.watchdogPid(), socket: server.address.host })
  for (let n = 0; wishes.includes('write'); n += 1) {
    await client.query('insert into promise values ($1)', [n])
    say({ acknowledged: n })
  }
  setInterval(() => undefined, 60_000)
}

try {
  await work()
} catch (error) {
  if (error instanceof AppError) say({ refused: error.name, message: error.message })
  else throw error
}
