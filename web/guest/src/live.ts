/** Asks again every few seconds, while the page is seen and something can still change. */
import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { isSeen } from './platform/page'

const EVERY_MS = 4000

export function useLive(load: () => Promise<void>, settled: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false

  async function tick(): Promise<void> {
    if (isSeen()) await load()
    if (running && !settled()) timer = setTimeout(() => void tick(), EVERY_MS)
  }

  function stop(): void {
    running = false
    clearTimeout(timer)
  }

  onShow(() => {
    stop()
    running = true
    void tick()
  })
  onHide(stop)
  onUnload(stop)
}
