/* Builds one platform into dist/NAME and says what it weighs; the framework's advertisement stays unprinted. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

const KNOWN = [/^Compiler version/, /^Compiling/, /platform\.html#static/, /uniCloud\/hosting/, /^DONE/, /^Run method/, /^\s*$/]

const platform = process.argv[2]
const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'dist', platform)
const built = spawnSync(join(root, 'node_modules/.bin/uni'), platform === 'h5' ? ['build'] : ['build', '-p', platform], {
  cwd: root,
  env: { ...process.env, NODE_ENV: 'production', UNI_OUTPUT_DIR: out },
  encoding: 'utf8',
})
const said = `${built.stdout}${built.stderr}`.split('\n').filter((line) => !KNOWN.some((known) => known.test(line)))
if (said.length) console.error(said.join('\n'))
if (built.status) process.exit(built.status)

const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
let plain = 0
let packed = 0
for (const file of files) {
  const bytes = readFileSync(join(file.parentPath ?? file.path, file.name))
  plain += bytes.length
  packed += brotliCompressSync(bytes).length
}
console.log(`${platform}: ${files.length} files, ${plain} bytes, ${packed} with brotli, in dist/${platform}`)
