/** The house before anyone has logged in: its name, and its first run. */
import { createClient, fetchTransport, type Answered, type Schemas } from '@shared/client'
import { language } from './language'

export type About = Awaited<ReturnType<typeof about>>
export type SetupInput = Schemas['SetupInput']
export type SetupBranch = Pick<Answered<'Branch'>, 'name' | 'phone' | 'address' | 'lat' | 'lng' | 'timezone'>

/* No session, so none to renew. */
const client = createClient({ transport: fetchTransport, language })

export function about() {
  return client.get('/api/v1/about')
}

export function setUp(body: SetupInput) {
  return client.post('/api/v1/setup', { body })
}
