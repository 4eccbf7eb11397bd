/** Deleting anything: asked first, the server's reason shown when it refuses. */
import { complain, say, sure } from './notify'
import { t } from './language'

export async function removeAfterAsking(name: string, work: () => Promise<unknown>): Promise<boolean> {
  if (!(await sure(t('remove.title', { name }), t('remove.text'), t('act.delete')))) return false
  try {
    await work()
    say(t('done.deleted'))
    return true
  } catch (error) {
    complain(error)
    return false
  }
}
