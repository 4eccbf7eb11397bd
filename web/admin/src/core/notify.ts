/** Short words at the edge of the page, and the question before what hurts. */
import { ElMessage, ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/message-box/style/css'
import { failureOf } from './api'
import { t } from './language'

export function say(message: string): void {
  ElMessage({ message, type: 'success', grouping: true, placement: 'bottom-right' })
}

export function tell(message: string): void {
  ElMessage({ message, type: 'info', grouping: true, placement: 'bottom-right', duration: 5000 })
}

export function complain(error: unknown): void {
  ElMessage({ message: failureOf(error).message, type: 'error', grouping: true, duration: 6000, showClose: true })
}

/** What a person has to have read before going on. */
export function explain(title: string, text: string): void {
  void ElMessageBox.alert(text, title, { confirmButtonText: t('act.understood'), type: 'warning' }).catch(() => undefined)
}

/** Whether what was filled in may go. Enter and Escape keep it. */
export async function mayThrowAway(): Promise<boolean> {
  try {
    await ElMessageBox.confirm(t('draft.text'), t('draft.title'), {
      confirmButtonText: t('draft.keep'), cancelButtonText: t('draft.throw'), type: 'warning', distinguishCancelAndClose: true,
    })
    return false
  } catch (how) {
    return how === 'cancel'
  }
}

export async function sure(title: string, text: string, confirm: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(text, title, {
      confirmButtonText: confirm, cancelButtonText: t('act.cancel'), type: 'warning', autofocus: false,
      confirmButtonClass: 'el-button--danger',
    })
    return true
  } catch {
    return false
  }
}
