import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BusinessId } from '#kernel/ids.ts'
import { type TestDatabase, testDatabase } from '../../../tests/support/test-database.ts'
import { awayReason, DatabaseAway } from './database-away.ts'
import type { Transaction } from './database.ts'
import { AppRoleTooStrong, openDatabase, refuseStrongRole } from './open-database.ts'

let db: TestDatabase
let own: BusinessId
let other: BusinessId

beforeAll(async () => {
  db = await testDatabase()
  await db.owner.query(`
    create table note (business_id uuid not null references business, id int not null, text text not null, primary key (business_id, id));
    select isolate_by_business('note');
    grant select, insert, update, delete on note to firstline_app;
    create table ring (business_id uuid not null references business, at date not null, text text not null, primary key (business_id, at)) partition by range (at);
    create table ring_2026 partition of ring for values from ('2026-01-01') to ('2027-01-01');
    create table ring_default partition of ring default;
    select isolate_by_business('ring', installation_reads => true);
    grant select, insert, update, delete on ring to firstline_app;
    create table turn_taking (id int primary key, value int not null);
    insert into turn_taking values (1, 0), (2, 0);
    grant select, update on turn_taking to firstline_app;
`)
  own = await db.business()
  other = await db.business()
  for (const business of [own, other]) {
    await db.database.forBusiness(business, async (tx) => {
      await sql`insert into note values (${business}, 1, 'first'), (${business}, 2, 'second')`.execute(tx)
      await sql`insert into ring values (${business}, '2026-06-01', 'june'), (${business}, '2031-06-01', 'later')`.execute(tx)
    })
  }
})
afterAll(() => db.close())

const count = async (tx: Transaction, table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx)).rows[0]?.n ?? -1

describe('one business, whatever the statement forgets', () => {
  test.each(['note', 'ring'])('a read of %s without a where shows its own rows only', async (table) => {
    expect(await db.database.forBusiness(own, (tx) => count(tx, table))).toBe(2)
  })

  test.each(['note', 'ring'])('an update or delete of %s without a where leaves the others whole', async (table) => {
    const changed = await db.database.forBusiness(own, (tx) => sql`update ${sql.table(table)} set text = 'changed'`.execute(tx))
    expect(changed.numAffectedRows).toBe(2n)
    await expect(
      db.database.forBusiness(own, async (tx) => {
        expect((await sql`delete from ${sql.table(table)}`.execute(tx)).numAffectedRows).toBe(2n)
        throw new Error('back again')
      }),
    ).rejects.toThrow('back again')
    const { rows } = await db.owner.query(`select business_id, count(*)::int as n from ${table} where text <> 'changed' group by 1`)
    expect(rows).toEqual([{ business_id: other, n: 2 }])
  })

  test.each(['note', 'ring'])('rows of another business cannot be written into %s, nor given away', async (table) => {
    const write = db.database.forBusiness(own, (tx) =>
      table === 'note'
        ? sql`insert into note values (${other}, 9, 'smuggled')`.execute(tx)
        : sql`insert into ring values (${other}, '2026-07-01', 'smuggled')`.execute(tx),
    )
    await expect(write).rejects.toThrow('row-level security')
    await expect(
      db.database.forBusiness(own, (tx) => sql`update ${sql.table(table)} set business_id = ${other}`.execute(tx)),
    ).rejects.toThrow('row-level security')
  })

  test('a partition cannot be read by its own name', async () => {
    for (const partition of ['ring_2026', 'ring_default']) {
      await expect(db.database.forBusiness(own, (tx) => count(tx, partition))).rejects.toThrow('permission denied')
    }
  })

  test('without a business there are no rows; the installation sees what a table shows it, and may not change that', async () => {
    expect(await db.database.forInstallation((tx) => count(tx, 'note'))).toBe(0)
    expect(await db.database.forInstallation((tx) => count(tx, 'ring'))).toBe(4)
    const changed = await db.database.forInstallation((tx) => sql`update ring set text = 'gone'`.execute(tx))
    expect(changed.numAffectedRows).toBe(0n)
  })

  test('a business sees itself in the list of businesses, the installation sees all', async () => {
    expect(await db.database.forBusiness(own, (tx) => count(tx, 'business'))).toBe(1)
    expect(await db.database.forInstallation((tx) => count(tx, 'business'))).toBe(2)
  })

  test('the business of one transaction is forgotten by the next on the same connection', async () => {
    const single = await openDatabase(db.address, { connections: 1 })
    await single.forBusiness(own, (tx) => count(tx, 'note'))
    expect(await single.forInstallation((tx) => count(tx, 'note'))).toBe(0)
    await expect(single.forBusiness(own, (tx) => sql`select broken`.execute(tx))).rejects.toThrow('does not exist')
    expect(await single.forBusiness(other, (tx) => count(tx, 'note'))).toBe(2)
    await single.close()
  })

  test('the program may not empty a table or change the schema', async () => {
    for (const command of [
      'truncate note',
      'drop table note',
      'alter table note disable row level security',
      'create table mine (id int)',
    ]) {
      await expect(db.database.forBusiness(own, (tx) => sql.raw(command).execute(tx))).rejects.toThrow(/permission denied|must be owner/)
    }
  })
})

describe('transactions', () => {
  test('work that throws leaves nothing behind', async () => {
    const failing = db.database.forBusiness(own, async (tx) => {
      await sql`insert into note values (${own}, 50, 'half')`.execute(tx)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await db.database.forBusiness(own, (tx) => count(tx, 'note'))).toBe(2)
  })

  test('two that deadlock are both done in the end', async () => {
    const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
    const tries = [0, 0]
    const swap = (me: 0 | 1): Promise<void> =>
      db.database.forBusiness(own, async (tx) => {
        tries[me] = (tries[me] ?? 0) + 1
        await sql`update turn_taking set value = value + 1 where id = ${me + 1}`.execute(tx)
        arrived[me].resolve()
        await arrived[1 - me]?.promise
        await sql`update turn_taking set value = value + 1 where id = ${2 - me}`.execute(tx)
      })
    await Promise.all([swap(0), swap(1)])
    const { rows } = await db.owner.query('select value from turn_taking order by id')
    expect(rows).toEqual([{ value: 2 }, { value: 2 }])
    expect((tries[0] ?? 0) + (tries[1] ?? 0)).toBe(3)
  })

  test('what can never be serialised is given up after a bounded number of tries', async () => {
    let tries = 0
    const never = db.database.forBusiness(own, async (tx) => {
      tries += 1
      await sql`do $$ begin raise exception 'collided' using errcode = '40001'; end $$`.execute(tx)
    })
    await expect(never).rejects.toThrow('collided')
    expect(tries).toBe(4)
  })

  test('a statement that breaks a constraint is the caller’s to answer, and says nothing about the database', async () => {
    const twice = db.database.forBusiness(own, (tx) => sql`insert into note values (${own}, 1, 'again')`.execute(tx))
    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(db.database.reachable).toBe(true)
  })
})

describe('a database that is away', () => {
  test('a connection cut under a running transaction rejects with DatabaseAway, and the next one works', async () => {
    const cut = db.database.forBusiness(own, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await db.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await sql`select 1`.execute(tx)
    })
    await expect(cut).rejects.toThrow(DatabaseAway)
    expect(await db.database.forBusiness(own, (tx) => count(tx, 'note'))).toBe(2)
    expect(db.database.reachable).toBe(true)
  })

  test('a server that hangs is DatabaseAway, once and not twice the time it is given, and its connection is not used again', async () => {
    const single = await openDatabase(db.address, { connections: 1 })
    let pid = 0
    const startedAt = performance.now()
    const hanging = single.forBusiness(own, async (tx) => {
      pid = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)).rows[0]?.pid ?? 0
      process.kill(pid, 'SIGSTOP')
      await sql`select 1`.execute(tx)
    })
    await expect(hanging).rejects.toThrow(DatabaseAway)
    expect(performance.now() - startedAt).toBeLessThan(6_500)
    expect(await single.forBusiness(own, (tx) => count(tx, 'note'))).toBe(2)
    process.kill(pid, 'SIGCONT')
    await single.close()
  })

  test('a statement that takes too long is given up', async () => {
    await expect(db.database.forBusiness(own, (tx) => sql`select pg_sleep(60)`.execute(tx))).rejects.toThrow(
      'The database cannot be reached: canceling statement due to statement timeout.',
    )
    expect(await db.database.forBusiness(own, (tx) => count(tx, 'note'))).toBe(2)
  })

  test('nothing listening is DatabaseAway with the reason', async () => {
    await expect(openDatabase({ host: '/nonexistent', port: 5432, user: 'firstline', database: 'x' })).rejects.toThrow(
      /The database cannot be reached: .*ENOENT/,
    )
  })

  test.each([
    ['57P01', 'terminating connection'],
    ['57P03', 'the database system is starting up'],
    ['53100', 'could not extend file: No space left on device'],
    ['53300', 'too many clients'],
    ['08006', 'connection failure'],
    ['25006', 'read-only transaction'],
  ])('SQLSTATE %s means away', (code, message) => {
    expect(awayReason(Object.assign(new Error(message), { code }))).toBe(message)
  })

  test.each(['23505', '23P01', '42501', '22P02'])('SQLSTATE %s does not', (code) => {
    expect(awayReason(Object.assign(new Error('no'), { code }))).toBeUndefined()
  })
})

test('a role that would see through row-level security is refused', async () => {
  // Roles belong to the server, which other tests share: so one of the same power, under another name.
  await db.owner.query(`do $$ begin create role strong_app bypassrls; exception when duplicate_object then null; end $$`)
  const client = await db.owner.connect()
  await client.query('set role strong_app')
  await expect(refuseStrongRole(async (text) => (await client.query(text)).rows)).rejects.toThrow(AppRoleTooStrong)
  await client.query('set role firstline_app')
  await expect(refuseStrongRole(async (text) => (await client.query(text)).rows)).resolves.toBeUndefined()
  client.release(true)
})
