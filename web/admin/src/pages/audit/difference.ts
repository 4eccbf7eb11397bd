/** What changed between two JSON texts, member by member; equal members are left out. */
export interface Change {
  name: string
  before: string
  after: string
}

function parsed(text: string | null): Record<string, unknown> {
  if (!text) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { '': value }
  } catch {
    return { '': text }
  }
}
function shown(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function difference(before: string | null, after: string | null): Change[] {
  const a = parsed(before)
  const b = parsed(after)
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names
    .map((name) => ({ name, before: shown(a[name]), after: shown(b[name]) }))
    .filter((c) => c.before !== c.after)
}
