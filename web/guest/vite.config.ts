import uni from '@dcloudio/vite-plugin-uni'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const require = createRequire(import.meta.url)
const plugin = (uni as unknown as { default?: typeof uni }).default ?? uni

/* In the body a style sheet holds up only what follows it: the skeleton of index.html paints before it is there. */
function styleSheetsLast(): Plugin {
  return {
    name: 'style-sheets-last',
    enforce: 'post',
    transformIndexHtml(html) {
      const sheets = html.match(/<link rel="stylesheet"[^>]*>\s*/g) ?? []
      return sheets.reduce((rest, sheet) => rest.replace(sheet, ''), html).replace('</body>', `${sheets.join('')}</body>`)
    },
  }
}

/* For the mini-program the framework puts an old vue-i18n in, which fills no values into texts: ours comes first. */
function ourOwnTexts(): Plugin {
  const alias = { 'vue-i18n': require.resolve('vue-i18n/dist/vue-i18n.esm-bundler.js') }
  return { name: 'our-own-texts', enforce: 'post', config: () => ({ resolve: { alias } }) }
}

/* The framework fetches shadows from its maker's host, in the page and in the mini-program; this app fetches nothing. */
function nothingFromOthers(): Plugin {
  return {
    name: 'nothing-from-others',
    enforce: 'post',
    transform: (code) => (code.includes('wx.preloadAssets') ? code.replace('isFunction(wx.preloadAssets)', 'false') : null),
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css'))
          file.source = String(file.source).replace(/url\("?https?:\/\/[^)]*\)/g, 'none')
    },
  }
}

export default defineConfig({
  plugins: [plugin(), ourOwnTexts(), styleSheetsLast(), nothingFromOthers()],
  resolve: { alias: { '@shared': fileURLToPath(new URL('../shared/src', import.meta.url)) } },
  define: {
    __ORIGIN__: JSON.stringify(process.env['YIZHAN_ORIGIN'] ?? 'http://127.0.0.1:8080'),
    __TEMPLATES__: JSON.stringify((process.env['YIZHAN_TEMPLATES'] ?? '').split(',').filter(Boolean)),
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_JIT_COMPILATION__: true, // texts become trees, not functions: the page's policy forbids eval
  },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  server: { proxy: { '/api': 'http://127.0.0.1:8102', '/media': 'http://127.0.0.1:8102' } },
})
