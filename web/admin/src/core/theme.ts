/** Light, dark, or as the system has it. */
import { computed, ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
const STORED = 'yizhan.admin.theme'
const system = matchMedia('(prefers-color-scheme: dark)')
const systemDark = ref(system.matches)
system.addEventListener('change', (change) => (systemDark.value = change.matches))

function storedTheme(): Theme {
  const stored = localStorage.getItem(STORED)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export const theme = ref<Theme>(storedTheme())
export const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemDark.value))

export function setTheme(value: Theme): void {
  theme.value = value
  localStorage.setItem(STORED, value)
}

export function followTheme(): void {
  watchEffect(() => document.documentElement.classList.toggle('dark', dark.value))
}
