/** What the phone keeps between visits. A full or forbidden storage is no reason to fail. */
export function kept<T>(name: string, otherwise: T): T {
  try {
    return (uni.getStorageSync(name) as T | '') || otherwise
  } catch {
    return otherwise
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) uni.removeStorageSync(name)
    else uni.setStorageSync(name, value)
  } catch {
    return
  }
}
