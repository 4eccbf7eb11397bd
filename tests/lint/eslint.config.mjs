/**
 * What is looked for in the pages and in the tests that are written in JavaScript: mistakes, not looks. Types are
 * checked by vue-tsc when the pages are built. Run from the top: tests/run lint.
 */
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['**/node_modules/', '**/dist/', 'build*/', 'web/shared/src/schema.d.ts'] },
  js.configs.recommended,
  ts.configs.recommended,
  ts.configs.strict,
  vue.configs['flat/recommended-error'],
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType: 'module',
      globals: { ...globals.browser, ...globals.node, uni: 'readonly', wx: 'readonly', getCurrentPages: 'readonly', UniApp: 'readonly' },
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-console': 'error',
      'no-alert': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-return-assign': 'off',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-constructor-return': 'error',
      // looks, and what the language service knows better
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'any' } }],
      '@typescript-eslint/no-non-null-assertion': 'off', // said where a page is only shown with its data
      '@typescript-eslint/no-invalid-void-type': 'off', // what an answer without a body is
      'vue/no-v-html': 'error',
      'vue/eqeqeq': ['error', 'always', { null: 'ignore' }],
      'vue/no-unused-refs': 'error',
      'vue/no-use-v-else-with-v-for': 'error',
    },
  },
  { files: ['web/*/scripts/**', 'web/shared/*.mjs', 'tests/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
)
