// Copies the project's pages to site/pages, where VitePress reads them, and points their links to the copies.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const site = dirname(fileURLToPath(import.meta.url))
const root = dirname(site)
const target = join(site, 'pages')

const pages = new Map([
  ['README.md', 'index.md'],
  ['ARCHITECTURE.md', 'architecture.md'],
  ['CONTRIBUTING.md', 'contributing.md'],
  ['SECURITY.md', 'security.md'],
  ['CHANGELOG.md', 'changelog.md'],
  ['distill-conformance/SPEC.md', 'spec.md'],
])
for (const file of readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))) {
  pages.set(`docs/${file}`, file)
}

rmSync(target, { recursive: true, force: true })
mkdirSync(join(target, 'public'), { recursive: true })
const sources = new Set()
for (const [from, to] of pages) {
  const text = readFileSync(join(root, from), 'utf8')
  writeFileSync(join(target, to), text.replace(/\]\(([^)\s]+)\)/g, (whole, link) => `](${linked(from, link)})`))
}
for (const source of sources) {
  writeFileSync(join(target, sourcePage(source)), sourceText(source))
}
const data = readdirSync(join(root, 'docs', 'data')).map((name) => `- [${name}](/data/${name}){target="_self"}`)
writeFileSync(join(target, 'data.md'), `# Numbers of each seed\n\n${data.join('\n')}\n`)
for (const folder of ['data', 'figures']) {
  cpSync(join(root, 'docs', folder), join(target, 'public', folder), { recursive: true })
}

function linked(from, link) {
  if (/^([a-z]+:|#)/.test(link)) {
    return link
  }
  const [path, anchor] = link.split('#')
  const file = normalize(join(dirname(from), path))
  const hash = anchor ? `#${anchor}` : ''
  if (pages.has(file)) {
    return `./${pages.get(file)}${hash}`
  }
  if (file === join('docs', 'data')) {
    return './data.md'
  }
  if (file.startsWith(join('docs', 'data')) || file.startsWith(join('docs', 'figures'))) {
    return `/${relative('docs', file)}`
  }
  if (!existsSync(join(root, file))) {
    throw new Error(`${from} links to ${link}, which is not there`)
  }
  sources.add(file)
  return `./${sourcePage(file)}${hash}`
}

function sourcePage(file) {
  return `source-${file.replaceAll(/[^A-Za-z0-9]+/g, '-')}.md`
}

/** A page that shows a file, or lists a folder. */
function sourceText(file) {
  const path = join(root, file)
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path).filter((name) => statSync(join(path, name)).isFile())
    return `# ${basename(file)}\n\n` + names.map((name) => `## ${name}\n\n${shown(join(path, name))}`).join('\n')
  }
  return `# ${basename(file)}\n\n${shown(path)}`
}

function shown(path) {
  const language = extname(path).slice(1) || 'text'
  return '````' + language + '\n' + readFileSync(path, 'utf8') + '\n````\n'
}
