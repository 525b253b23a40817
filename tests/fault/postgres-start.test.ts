import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DataFolderUnusable, ensureDataFolder } from '../../src/platform/files/data-folder.ts'
import { socketFile } from '../../src/platform/postgres/embedded/socket-folder.ts'
import { startEmbedded } from '../../src/platform/postgres/embedded/start-embedded.ts'
import { RunningApp } from './running-app.ts'

// Each starts servers that fsync: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const root = process.getuid?.() === 0

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-fault-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('what an accident left behind does not stop a start', () => {
  test('a half-made cluster', async () => {
    mkdirSync(join(folder, 'postgres', 'cluster.new', 'base'), { recursive: true })
    const server = await startEmbedded({ folder })
    await server.stop()
    expect(existsSync(join(folder, 'postgres', 'cluster', 'PG_VERSION'))).toBe(true)
    expect(existsSync(join(folder, 'postgres', 'cluster.new'))).toBe(false)
  })

  test.runIf(process.platform === 'linux')('a pid file whose pid is somebody else’s by now', async () => {
    await (await startEmbedded({ folder })).stop()
    writeFileSync(
      join(folder, 'postgres', 'cluster', 'postmaster.pid'),
      `${process.pid}\n${folder}/postgres/cluster\n1\n5432\n\n\n0 0\nready\n`,
    )
    const server = await startEmbedded({ folder })
    expect(server.pid()).toBeGreaterThan(0)
    await server.stop()
  })

  test('a dead socket', async () => {
    const socket = join(folder, 'postgres', 'socket')
    mkdirSync(socket, { recursive: true, mode: 0o700 })
    writeFileSync(socketFile(socket), '')
    await (await startEmbedded({ folder })).stop()
  })
})

describe('what stops a start is said in a sentence', () => {
  test('another server on the socket', async () => {
    const socket = join(folder, 'postgres', 'socket')
    mkdirSync(socket, { recursive: true, mode: 0o700 })
    const other = createServer((visitor) => visitor.on('data', () => visitor.write('N')).on('error', () => undefined))
    await new Promise<void>((resolve) => other.listen(socketFile(socket), resolve))
    await expect(startEmbedded({ folder })).rejects.toThrow(
      `The embedded database does not start: another PostgreSQL already listens on ${socketFile(socket)}.`,
    )
    await new Promise((resolve) => other.close(resolve))
  })

  test('a folder where the socket should be', async () => {
    mkdirSync(join(socketFile(join(folder, 'postgres', 'socket')), 'in-the-way'), { recursive: true })
    await expect(startEmbedded({ folder })).rejects.toThrow(/The embedded database does not start: PostgreSQL does not start .*socket/)
  })

  test('a cluster of another major version', async () => {
    mkdirSync(join(folder, 'postgres', 'cluster'), { recursive: true })
    writeFileSync(join(folder, 'postgres', 'cluster', 'PG_VERSION'), '16\n')
    await expect(startEmbedded({ folder })).rejects.toThrow('was made by PostgreSQL 16 and this program carries 18')
  })

  test('a setting that postgres refuses', async () => {
    await expect(startEmbedded({ folder, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /invalid value for parameter "shared_buffers"/,
    )
  })

  test('a file in the way of the data folder', () => {
    writeFileSync(join(folder, 'data'), '')
    expect(() => ensureDataFolder(join(folder, 'data'))).toThrow(DataFolderUnusable)
    expect(() => ensureDataFolder(join(folder, 'data', 'below'))).toThrow('a part of its path is a file')
  })

  // Root writes where the modes forbid it, but not on a read-only mount, which it can make in a namespace of its own.
  test.runIf(root)('a read-only disk', async () => {
    const app = new RunningApp([folder], ['unshare', '-m', 'sh', '-c', `mount -t tmpfs -o ro tmpfs ${folder} && exec "$@"`, 'sh'])
    expect(await app.refused()).toBe(
      `DataFolderUnusable: The data folder ${folder} cannot be used: it is on a read-only disk. Choose a folder this program may write to with FIRSTLINE_DATA.`,
    )
    await app.gone
  })
})

test('below a deep folder the socket moves to a short, private one', async () => {
  const deep = join(folder, 'a-folder-with-a-long-name'.repeat(3), 'and-another-one'.repeat(3))
  const news: unknown[] = []
  const server = await startEmbedded({ folder: deep, ephemeral: true, onNews: (each) => news.push(each) })
  expect(news[0]).toEqual({ state: 'socket-moved', folder: server.address.host })
  expect(Buffer.byteLength(socketFile(server.address.host ?? ''))).toBeLessThan(104)
  await server.stop()
  expect(existsSync(server.address.host ?? '')).toBe(false)
})

test('it listens on its socket only, and keeps fsync on', async () => {
  const server = await startEmbedded({ folder })
  const client = new pg.Client(server.address)
  await client.connect()
  const { rows } = await client.query(
    `select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') order by 1`,
  )
  expect(rows).toEqual([
    { name: 'data_checksums', setting: 'on' },
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'listen_addresses', setting: '' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
  await client.end()
  await server.stop()
})

test.runIf(root)('where the kernel allows no user namespace, root runs it as another user', async () => {
  const server = await startEmbedded({ folder, namespaceAllowed: false })
  await server.stop()
  const again = await startEmbedded({ folder, namespaceAllowed: false })
  await again.stop()
})
