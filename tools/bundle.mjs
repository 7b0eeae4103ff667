/* Packs the shipped definitions into one file that is put into the program:

     node tools/bundle.mjs FOLDER OUT DEPFILE

   For each file, by path: length of the path and of the content (32 bits,
   little-endian), then path and content, each with a NUL behind it. DEPFILE
   names the files and folders, so that a new file is noticed too. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder, out, depfile] = process.argv.slice(2);
const seen = [];

function walk(path) {
	seen.push(path);
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path).sort().flatMap((name) => (name.startsWith('.') ? [] : walk(join(path, name))));
}

const end = Buffer.from([0]);
const pieces = walk(folder).filter((path) => /\.(yaml|txt)$/.test(path)).flatMap((path) => {
	const name = Buffer.from(relative(folder, path).split('\\').join('/'));
	const content = readFileSync(path);
	const lengths = Buffer.alloc(8);
	lengths.writeUInt32LE(name.length, 0);
	lengths.writeUInt32LE(content.length, 4);
	return [lengths, name, end, content, end];
});
writeFileSync(out, Buffer.concat(pieces));
writeFileSync(depfile, `${out}: ${seen.map((path) => path.replace(/ /g, '\\ ')).join(' ')}\n`);
