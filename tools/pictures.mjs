/* Takes the pictures of README and docs from a demo of its own:

     node tools/pictures.mjs build/jinguo

   Debian's Chromium looks at the served pages and is steered through a pipe in
   its own DevTools protocol, so that a phone's width is a phone's width and no
   package is needed for it. Nothing is retouched. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(process.argv[2] ?? 'build/jinguo');
const pictures = resolve('docs/pictures');
const scope = '?org=440307&period=2021H1';
const desk = [1280, 800], phone = [390, 844];
const wanted = [
	['summary', `/${scope}`, desk],
	['figure', `/figure/activity.held${scope}`, desk],
	['figures', `/figures${scope}`, desk],
	['register', `/register/rights_case${scope}&where=matter%20%3D%20%27marriage_family%27`, desk],
	['record', recordOf('rights_case', "state = 'handling' and phone is set"), desk],
	['organisation', `/organisation${scope}`, desk],
	['summary-english', `/${scope}&lang=en`, desk],
	['summary-phone', `/${scope}&lang=zh`, phone],
];

/* The address of the first record that meets a condition; asked for when its turn comes. */
function recordOf(register, where) {
	return async (base) => {
		const page = await (await fetch(`${base}/register/${register}${scope}&where=${encodeURIComponent(where)}`)).text();
		return page.match(/<tbody>[^]*?href="(\/record\/[^"]+)"/)[1].replaceAll('&amp;', '&');
	};
}

function freePort() {
	return new Promise((done) => {
		const listener = createServer().listen(0, '127.0.0.1', () => {
			const { port } = listener.address();
			listener.close(() => done(port));
		});
	});
}

async function answers(base) {
	for (let tries = 0; tries < 100; tries++) {
		try {
			await fetch(`${base}/pages.css`);
			return;
		} catch {
			await new Promise((wake) => setTimeout(wake, 100));
		}
	}
	throw new Error('the server did not answer');
}

/* A browser whose commands are promises; `once` waits for an event. */
class Browser {
	#last = 0;
	#asked = new Map();
	#waiting = new Map();
	#rest = '';

	constructor(folder) {
		this.process = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars',
			'--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
			`--user-data-dir=${folder}`, '--remote-debugging-pipe'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
		this.process.stdio[4].setEncoding('utf8').on('data', (text) => this.#read(text));
	}

	#read(text) {
		const messages = (this.#rest + text).split('\0');
		this.#rest = messages.pop();
		for (const message of messages.map((one) => JSON.parse(one))) {
			const asked = this.#asked.get(message.id);
			if (asked && message.error) asked.refuse(new Error(message.error.message));
			else if (asked) asked.done(message.result);
			else this.#waiting.get(message.method)?.();
		}
	}

	ask(method, params = {}, sessionId = undefined) {
		return new Promise((done, refuse) => {
			this.#asked.set(++this.#last, { done, refuse });
			this.process.stdio[3].write(`${JSON.stringify({ id: this.#last, method, params, sessionId })}\0`);
		});
	}

	once(method) {
		return new Promise((done) => this.#waiting.set(method, done));
	}

	async picture(address, [width, height]) {
		const { targetId } = await this.ask('Target.createTarget', { url: 'about:blank' });
		const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
		const page = (method, params) => this.ask(method, params, sessionId);
		await page('Page.enable');
		await page('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
		await page('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: 'light' }] });
		const loaded = this.once('Page.loadEventFired');
		await page('Page.navigate', { url: address });
		await loaded;
		await page('Runtime.evaluate', { expression: 'document.fonts.ready.then(() => true)', awaitPromise: true });
		const { data } = await page('Page.captureScreenshot', { format: 'png' });
		await this.ask('Target.closeTarget', { targetId });
		return Buffer.from(data, 'base64');
	}

	async close() {
		const ended = new Promise((done) => this.process.once('exit', done));
		await this.ask('Browser.close');
		await ended;
	}
}

async function takeAll(base, folder) {
	const browser = new Browser(join(folder, 'chromium'));
	for (const [name, address, size] of wanted) {
		const path = typeof address === 'string' ? address : await address(base);
		writeFileSync(join(pictures, `${name}.png`), await browser.picture(base + path, size));
		console.log(`docs/pictures/${name}.png`);
	}
	await browser.close();
}

const folder = mkdtempSync(join(tmpdir(), 'jinguo-pictures-'));
let server;
try {
	mkdirSync(pictures, { recursive: true });
	const demo = spawnSync(program, ['demo', '--no-serve', '--data', join(folder, 'demo')], { cwd: folder, stdio: 'inherit' });
	if (demo.status !== 0) throw new Error(`the demo ended with ${demo.status}`);
	const port = await freePort();
	server = spawn(program, ['serve', '--data', join(folder, 'demo'), '--port', String(port)], { stdio: 'ignore' });
	await answers(`http://127.0.0.1:${port}`);
	await takeAll(`http://127.0.0.1:${port}`, folder);
} finally {
	server?.kill();
	rmSync(folder, { recursive: true, force: true });
}
