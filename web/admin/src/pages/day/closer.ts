/** Who closed a day: somebody by name, or the schedule. */
import { t } from '../../core/language'

export function closer(by: string): string {
  return by === 'system' ? t('day.schedule') : by
}
