/** The house before anyone has logged in: its name, and its first run. */
import { shallowRef } from 'vue'
import { createClient, fetchTransport, type Answered, type Schemas } from '@shared/client'
import { language } from './language'

export type SetupInput = Schemas['SetupInput']
export type SetupBranch = Pick<Answered<'Branch'>, 'name' | 'phone' | 'address' | 'lat' | 'lng' | 'timezone'>

/* No session, so none to renew. */
const client = createClient({ transport: fetchTransport, language })

/** As it was last asked about; null before. */
export const house = shallowRef<Answered<'House'> | null>(null)

export async function about() {
  return (house.value = await client.get('/api/v1/about'))
}

export function setUp(body: SetupInput) {
  return client.post('/api/v1/setup', { body })
}
