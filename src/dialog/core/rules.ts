import type { Playbook } from '#playbook/core/index.ts'
import { prepare, type PreparedPlaybook } from '#understanding/core/index.ts'

/** What the brain goes by: one published playbook, and what recognising its words needs. */
export type DialogRules = { readonly playbook: Playbook; readonly prepared: PreparedPlaybook }

/** Makes a playbook ready to be decided by; once for each version, since preparing takes longer than a turn. */
export const dialogRules = (playbook: Playbook): DialogRules => ({ playbook, prepared: prepare(playbook) })
