import { i18n, t } from '../../core/language'

/** Why a delivery failed. A handler of this program leaves a code, and maybe a field behind it; others leave what they like. */
export function errorText(error: string): string {
  const code = error.split(':')[0]!.replaceAll(' ', '_')
  return i18n.global.te(`delivery_error.${code}`) ? t(`delivery_error.${code}`) : error
}
