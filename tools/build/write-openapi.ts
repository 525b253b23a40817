import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiText } from './openapi-text.ts'

/** Writes the description of the HTTP API to the root of the repository, where programs that call it find it. */
writeFileSync(join(import.meta.dirname, '../../openapi.json'), await openApiText())
