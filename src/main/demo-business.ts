import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Businesses } from '#contacts/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { PlaybookVersions } from '#playbook/index.ts'

const TEMPLATE = fileURLToPath(new URL('../../playbooks/dental/en.yaml', import.meta.url))
const SLUG = 'harbour-dental'

/** The first start finds no business: it gets a fictional dentist, so that there is somebody to call at once. True when it was created. */
export const ensureDemoBusiness = async (businesses: Businesses, playbooks: PlaybookVersions, clock: Clock): Promise<boolean> => {
  if ((await businesses.all()).length > 0) return false
  const now = clock.now()
  const { id } = await businesses.create({ slug: SLUG, name: 'Harbour Dental' }, now)
  await businesses.addLine(id, { channel: 'phone', address: SLUG, name: 'Front desk' }, now)
  await playbooks.publish(id, { source: readFileSync(TEMPLATE, 'utf8'), publishedBy: 'first start', note: 'The dental template' }, now)
  return true
}
