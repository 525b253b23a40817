import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { MIGRATIONS } from '../src/platform/postgres/migrate.ts'
import { type TestDatabase, testDatabase } from './support/test-database.ts'

type Table = {
  readonly name: string
  readonly secured: boolean
  readonly forced: boolean
  readonly policies: number
  readonly partition: boolean
  readonly has_business: boolean
  readonly granted: readonly string[]
}

let db: TestDatabase
let tables: readonly Table[]
beforeAll(async () => {
  db = await testDatabase()
  const { rows } = await db.owner.query<Table>(`
    select c.oid::regclass::text as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      (select count(*)::int from pg_policy where polrelid = c.oid) as policies, c.relispartition as partition,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped) as has_business,
      array(select privilege from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
        where has_table_privilege('firstline_app', c.oid, privilege) or (privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
          and has_any_column_privilege('firstline_app', c.oid, privilege))) as granted
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`)
  tables = rows
})
afterAll(() => db.close())

const OPEN_TO_ALL = ['business', 'installation']

describe('the schema keeps businesses apart', () => {
  test('there are tables to look at', () => {
    expect(tables.filter((table) => table.has_business).map((table) => table.name)).toContain('vault_key')
  })

  test('every table with a business has row-level security, forced, with a policy; a partition instead is granted to nobody', () => {
    for (const table of tables.filter((each) => each.has_business || OPEN_TO_ALL.includes(each.name))) {
      if (table.partition) expect({ table: table.name, granted: table.granted }).toEqual({ table: table.name, granted: [] })
      else expect(table).toMatchObject({ name: table.name, secured: true, forced: true, policies: expect.toSatisfy((n: number) => n > 0) })
    }
  })

  test('what the program may touch at all is secured', () => {
    for (const table of tables.filter((each) => each.granted.length > 0))
      expect(table).toMatchObject({ name: table.name, secured: true, forced: true })
  })

  test('the program can neither truncate, reference nor hang triggers on a table', () => {
    for (const { name, granted } of tables) {
      expect({ name, too: granted.filter((each) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(each)) }).toEqual({ name, too: [] })
    }
  })

  test('the program owns nothing, may make nothing, and is neither superuser nor above row-level security', async () => {
    const { rows } = await db.owner.query(`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, has_schema_privilege('firstline_app', 'public', 'create') as makes,
        has_database_privilege('firstline_app', current_database(), 'create') as schemas,
        (select count(*)::int from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname = 'firstline_app'`)
    expect(rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, makes: false, schemas: false, owns: 0 },
    ])
  })
})

test('every migration opens with a comment that says why, and has a number of its own', () => {
  const files = readdirSync(MIGRATIONS).toSorted()
  for (const file of files) expect(readFileSync(`${MIGRATIONS}/${file}`, 'utf8'), file).toMatch(/^-- [A-Z]/)
  expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length)
})
