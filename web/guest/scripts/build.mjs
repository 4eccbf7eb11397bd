/* Builds one platform into dist/NAME; the framework's own default is dist/build/NAME. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const platform = process.argv[2]
const root = fileURLToPath(new URL('..', import.meta.url))
const uni = `${root}node_modules/.bin/uni`
const args = platform === 'h5' ? ['build'] : ['build', '-p', platform]
const env = { ...process.env, NODE_ENV: 'production', UNI_OUTPUT_DIR: `${root}dist/${platform}` }
process.exit(spawnSync(uni, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1)
