// Lays FILE.br and FILE.gz beside every file of the folders given, where that saves something.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const PACKED = new Set(['.br', '.gz', '.png', '.jpg', '.webp', '.woff2'])
const WORTH_IT = 256

function filesOf(folder) {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesOf(path) : [path]))
}

for (const file of process.argv.slice(2).flatMap(filesOf)) {
  const plain = readFileSync(file)
  if (PACKED.has(extname(file)) || plain.length < WORTH_IT) continue
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  for (const [ending, bytes] of [['.br', brotliCompressSync(plain, { params })], ['.gz', gzipSync(plain, { level: 9 })]])
    if (bytes.length < plain.length) writeFileSync(file + ending, bytes)
}
