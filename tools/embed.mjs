/* Writes a C file that puts another file into the program, byte for byte:

     node tools/embed.mjs SYMBOL FILE OUT.c

   defines `const uint8_t SYMBOL[]` and `SYMBOL_end[]`. The assembler reads FILE
   itself (.incbin), so a large one costs no compile time; its path is taken as
   given, and is relative to the build folder under ninja. */
import { writeFileSync } from 'node:fs';

const [symbol, file, out] = process.argv.slice(2);
if (!out || !/^[a-z][a-z0-9_]*$/.test(symbol) || /["\\\n]/.test(file)) {
	process.stderr.write('embed: usage: node tools/embed.mjs SYMBOL FILE OUT.c\n');
	process.exit(1);
}
const lines = [
	'.pushsection .rodata', '.balign 16',
	`.global ${symbol}`, `.hidden ${symbol}`, `.type ${symbol}, %object`, `${symbol}:`,
	`.incbin \\"${file}\\"`,
	`.global ${symbol}_end`, `.hidden ${symbol}_end`, `${symbol}_end:`, '.byte 0',
	`.size ${symbol}, ${symbol}_end - ${symbol}`, '.popsection',
];
writeFileSync(out, `/* Made by tools/embed.mjs. */\n__asm__(\n${lines.map((line) => `\t"${line}\\n"\n`).join('')});\n`);
