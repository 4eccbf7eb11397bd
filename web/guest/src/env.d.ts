declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}
/** The server's address for the mini-program, given at build time by YIZHAN_ORIGIN. */
declare const __ORIGIN__: string
/** Ids of the subscribe-message templates, given at build time by YIZHAN_TEMPLATES, separated by commas. */
declare const __TEMPLATES__: string[]
