// Draws the figures of docs/uses.md from the numbers in docs/data, into docs/figures.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, read, View } from 'vega'
import { compile } from 'vega-lite'

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs')

/** The studies with one row of numbers for each model and seed. */
const studies = {
  letter: 'LETTER: accuracy on 4,000 held-out letters',
  fashion: 'Fashion-MNIST: accuracy on 10,000 pictures',
  ensemble: 'An ensemble teaches one student: accuracy',
  chain: 'Assistants, pairs and generations: accuracy',
  domain: 'Optical digits without labels: accuracy',
  'one-task': 'Parity of digits: accuracy',
}

const theme = {
  background: 'white',
  font: 'sans-serif',
  axis: { labelFontSize: 12, labelLimit: 320, titleFontSize: 12, gridColor: '#e4e4e4' },
  title: { anchor: 'start', fontSize: 13, fontWeight: 600, offset: 12 },
}

function rows(name) {
  return read(readFileSync(join(docs, 'data', `${name}.csv`), 'utf8'), { type: 'csv', parse: 'auto' })
}

const accuracy = {
  field: 'accuracy',
  type: 'quantitative',
  scale: { zero: false, nice: true },
  axis: { format: '.1%', title: null },
}

/** Each seed as a circle, the mean as a bar, the models in the order of the file. */
function seeds(name, title) {
  const y = { field: 'model', type: 'nominal', sort: null, axis: { title: null, grid: true } }
  return {
    title,
    width: 460,
    height: { step: 24 },
    data: { values: rows(name) },
    encoding: { y },
    layer: [
      { mark: { type: 'point', filled: true, size: 42, opacity: 0.45, color: '#2166ac' }, encoding: { x: accuracy } },
      {
        mark: { type: 'tick', thickness: 3, size: 16, color: '#b2182b' },
        encoding: { x: { ...accuracy, aggregate: 'mean' } },
      },
    ],
    config: theme,
  }
}

/** Accuracy by size, one line for each way of making a student smaller. */
function sizes() {
  const ways = [
    [/bits, without training/, 'fewer bits, without training'],
    [/bits, on labels/, 'fewer bits, trained on labels'],
    [/bits, distilled/, 'fewer bits, distilled'],
    [/of weights off/, 'weights off, distilled'],
    [/of units out/, 'units out, distilled'],
    [/of units from the start/, 'fewer units from the start'],
  ]
  const values = rows('bits').flatMap((row) =>
    ways.filter(([name]) => name.test(row.model)).map(([, way]) => ({ ...row, way, kilobytes: row.bytes / 1000 })),
  )
  return {
    title: 'A smaller student of LETTER: mean accuracy by size',
    width: 460,
    height: 260,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'kilobytes',
        type: 'quantitative',
        scale: { zero: false },
        axis: { title: 'kB of its numbers' },
      },
      y: { ...accuracy, aggregate: 'mean', axis: { format: '.0%', title: null } },
      color: { field: 'way', type: 'nominal', sort: ways.map(([, way]) => way), legend: { title: null, labelLimit: 240 } },
    },
    config: { ...theme, range: { category: { scheme: 'dark2' } } },
  }
}

/** Accuracy by the number of labels, one line for each way of learning from them. */
function labels() {
  const values = [16, 50, 200, 1000].flatMap((labels) => rows(`few-labels-${labels}`).map((row) => ({ ...row, labels })))
  return {
    title: 'Spam: mean accuracy by the number of labels',
    width: 460,
    height: 260,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'labels', type: 'ordinal', axis: { title: 'labelled mails', labelAngle: 0 } },
      y: { ...accuracy, aggregate: 'mean', axis: { format: '.0%', title: null } },
      color: { field: 'model', type: 'nominal', sort: null, legend: { title: null, labelLimit: 320 } },
    },
    config: { ...theme, range: { category: { scheme: 'dark2' } } },
  }
}

async function draw(name, specification) {
  const svg = await new View(parse(compile(specification).spec), { renderer: 'none' }).toSVG()
  writeFileSync(join(docs, 'figures', `${name}.svg`), `${svg}\n`)
}

mkdirSync(join(docs, 'figures'), { recursive: true })
for (const [name, title] of Object.entries(studies)) {
  await draw(name, seeds(name, title))
}
await draw('bits', sizes())
await draw('few-labels', labels())
