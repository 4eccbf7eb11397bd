/** A dialog that saves: once it is done it says so, tells the page, and goes. */
import { useAction } from './calls'
import { t } from './language'
import { say } from './notify'

export function useSaving(emit: ((event: 'saved') => void) & ((event: 'close') => void)) {
  const { run, ...action } = useAction()

  async function save(work: (key: string) => Promise<unknown>, body: unknown, said = t('done.saved')): Promise<void> {
    if (!(await run(work, body))) return
    say(said)
    emit('saved')
    emit('close')
  }
  return { ...action, save }
}
