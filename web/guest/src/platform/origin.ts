/** Where the server is: the only place in the app that knows a domain. On H5 it is where the page came from. */
let origin = ''
// #ifndef H5
origin = __ORIGIN__
// #endif

/** "/media/…" and "/api/…" as the platform needs them; other addresses stay. */
export function absolute(path: string): string {
  return path.startsWith('/') ? origin + path : path
}
