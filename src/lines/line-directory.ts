import type { Businesses } from '#contacts/index.ts'
import { type DialogRules, dialogRules } from '#dialog/index.ts'
import type { BusinessId, LineId, PlaybookVersionId } from '#kernel/ids.ts'
import type { Log } from '#platform/log/log.ts'
import { readPlaybook } from '#playbook/core/index.ts'
import type { PlaybookVersions } from '#playbook/index.ts'

/** Which business is called, and by which published rules it is answered. */
export type CalledLine = {
  readonly business: BusinessId
  readonly slug: string
  readonly line: LineId
  readonly address: string
  readonly playbookVersion: PlaybookVersionId
  readonly versionNumber: number
  readonly rules: DialogRules
}

/** A business whose published playbook this program cannot read: its lines are not answered. */
export type UnansweredBusiness = { readonly slug: string; readonly problem: string }

/**
 * All lines of the installation with their rules, in memory: a call is answered from here without asking the database, also
 * while that is away. Refreshed when a playbook is published.
 */
export interface LineDirectory {
  /**
   * The line behind a called SIP user. When the installation has one line only, whatever is called is that line; but nobody is
   * answered in the name of another business because their own cannot be read.
   */
  called(user: string): CalledLine | undefined
  byBusiness(business: BusinessId): CalledLine | undefined
  readonly all: readonly CalledLine[]
  readonly unanswered: readonly UnansweredBusiness[]
  refresh(): Promise<void>
}

export const openLineDirectory = async (parts: {
  readonly businesses: Businesses
  readonly playbooks: PlaybookVersions
  readonly log: Log
}): Promise<LineDirectory> => {
  let lines: readonly CalledLine[] = []
  let unanswered: readonly UnansweredBusiness[] = []

  const refresh = async (): Promise<void> => {
    const found: CalledLine[] = []
    const unreadable: UnansweredBusiness[] = []
    for (const { id: business, slug } of await parts.businesses.all()) {
      const version = await parts.playbooks.current(business)
      if (version === undefined) continue
      const read = readPlaybook(version.source, `${slug} version ${version.number}`)
      if (!read.ok) {
        // It was checked when it was published; a newer program may check more. The business must hear of it, and others must not suffer.
        parts.log.error({ business, problems: read.problems.slice(0, 5) }, 'a published playbook cannot be read: its line is not answered')
        unreadable.push({ slug, problem: read.problems[0]?.message ?? 'it is empty' })
        continue
      }
      const rules = dialogRules(read.playbook)
      for (const line of await parts.businesses.lines(business)) {
        if (line.channel !== 'phone') continue
        found.push({
          business,
          slug,
          line: line.id,
          address: line.address,
          playbookVersion: version.id,
          versionNumber: version.number,
          rules,
        })
      }
    }
    lines = found
    unanswered = unreadable
  }

  await refresh()
  return {
    called: (user) => lines.find((line) => line.address === user) ?? (unanswered.length === 0 && lines.length === 1 ? lines[0] : undefined),
    byBusiness: (business) => lines.find((line) => line.business === business),
    get all() {
      return lines
    },
    get unanswered() {
      return unanswered
    },
    refresh,
  }
}
