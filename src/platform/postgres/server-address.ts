import type { ClientConfig } from 'pg'

/** Where a PostgreSQL is and as whom to enter it, in the words of the `pg` driver. */
export type ServerAddress = Readonly<Pick<ClientConfig, 'host' | 'port' | 'user' | 'database' | 'connectionString'>>
