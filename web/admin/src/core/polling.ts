/** Reads again and again while the page is open and seen. */
import { onBeforeUnmount, onMounted } from 'vue'

export function usePolling(work: () => Promise<void>, every: number): void {
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    void work()
    timer = setInterval(() => {
      if (!document.hidden) void work()
    }, every)
  })
  onBeforeUnmount(() => clearInterval(timer))
}
