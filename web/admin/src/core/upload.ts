/** Pictures go up as they are, not as JSON; refusals and an ended session are handled as in any other call. */
import { Refusal, Unreachable } from '@shared/client'
import { language } from './language'
import { renewSession } from './session'

export async function uploadPicture(picture: Blob): Promise<string> {
  const send = () =>
    fetch('/api/v1/admin/media', {
      method: 'POST', body: picture, credentials: 'same-origin',
      headers: { 'Content-Type': picture.type, 'Accept-Language': language() },
    }).catch(() => {
      throw new Unreachable()
    })
  let answer = await send()
  if (answer.status === 401 && (await renewSession())) answer = await send()
  const body = (await answer.json().catch(() => null)) as { url?: string; code?: string; detail?: string; title?: string } | null
  if (answer.ok && body?.url) return body.url
  if (!body?.code) throw new Unreachable()
  throw new Refusal(answer.status, body.code, body.detail ?? body.title ?? body.code)
}
