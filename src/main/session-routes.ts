import { type BusinessInfo, getOpenApi, getSession } from '#contract/index.ts'
import type { BusinessId } from '#kernel/ids.ts'
import type { Api } from '#platform/http/api.ts'

export type SessionRoutesRoom = {
  readonly businessInfo: (business: BusinessId) => Promise<BusinessInfo>
  /** What a caller dials to reach the business, e.g. `sip:harbour-dental@192.0.2.7:5060`. */
  readonly sipAddress: (business: BusinessId) => Promise<string>
  /** Why calls cannot be taken now, each a sentence; empty: ready. */
  readonly notReady: () => Promise<readonly string[]>
}

/** Mounts who asks, and the description of the API. Mount it last: the description holds what is mounted when it is asked for. */
export const sessionRoutes = (api: Api, { businessInfo, sipAddress, notReady }: SessionRoutesRoom): void => {
  api.json(getSession, async ({ actor }) => {
    const [business, address, reasons] = await Promise.all([businessInfo(actor.business), sipAddress(actor.business), notReady()])
    return { by: actor.by, business, sipAddress: address, ready: reasons.length === 0, notReady: [...reasons] }
  })
  api.json(getOpenApi, async () => api.document())
}
