/* Takes the pictures of README and docs from a demo of its own:

     node tools/pictures.mjs build/jinguo

   Chromium from Debian looks at the served pages; nothing is retouched. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(process.argv[2] ?? 'build/jinguo');
const folder = mkdtempSync(join(tmpdir(), 'jinguo-pictures-'));
const pictures = resolve('docs/pictures');
const port = 12400 + (process.pid % 500);
const scope = '?org=440307&period=2021H1';
const wanted = [
	['summary', `/${scope}`, 1440, 900],
	['figure', `/figure/rights_case.cases${scope}`, 1440, 1000],
	['figures', `/figures${scope}`, 1440, 900],
	['register', `/register/rights_case${scope}`, 1440, 900],
	['organisation', `/organisation${scope}`, 1440, 900],
	['summary-english', `/${scope}&lang=en`, 1440, 900],
	['summary-phone', `/${scope}`, 500, 900],
];

function must(command, words, options) {
	const done = spawnSync(command, words, { stdio: 'inherit', ...options });
	if (done.status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${done.status}`);
}

function shoot(name, address, width, height) {
	must('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars',
		`--user-data-dir=${join(folder, 'chromium')}`, `--window-size=${width},${height}`,
		`--screenshot=${join(pictures, `${name}.png`)}`, `http://127.0.0.1:${port}${address}`], { stdio: 'ignore' });
	console.log(`docs/pictures/${name}.png`);
}

/* The first record that the list behind a number names. */
async function firstRecord(figure) {
	const page = await (await fetch(`http://127.0.0.1:${port}/figure/${figure}${scope}`)).text();
	return page.match(/href="(\/record\/[^"]+)"/)[1].replaceAll('&amp;', '&');
}

async function ready() {
	for (let tries = 0; tries < 100; tries++) {
		try {
			await fetch(`http://127.0.0.1:${port}/pages.css`);
			return;
		} catch {
			await new Promise((resume) => setTimeout(resume, 100));
		}
	}
	throw new Error('the server did not answer');
}

mkdirSync(pictures, { recursive: true });
must(program, ['demo', '--no-serve', '--data', join(folder, 'demo')], { cwd: folder });
const server = spawn(program, ['serve', '--data', join(folder, 'demo'), '--port', String(port)], { stdio: 'ignore' });
try {
	await ready();
	for (const picture of wanted) shoot(...picture);
	shoot('record', await firstRecord('activity.held'), 1440, 900);
} finally {
	server.kill();
	rmSync(folder, { recursive: true, force: true });
}
