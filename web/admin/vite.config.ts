import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'

const backend = process.env.YIZHAN_BACKEND ?? 'http://127.0.0.1:8080'
/* Host stays what the browser asked for: the server compares it with Origin. */
const proxy = { '/api': { target: backend }, '/media': { target: backend } }
/* What the program sends with the embedded page, so that a preview breaks where the real one would. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export default defineConfig({
  base: '/admin/',
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  plugins: [vue(), Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver()] })],
  resolve: { alias: { '@shared': new URL('../shared/src', import.meta.url).pathname } },
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': policy } },
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
})
