/* The calendar room with the shipped files against npm chinese-days, which
   shares no code with it: every day of every year, and five workdays on from
   it. TAP on the standard output.

     node calendar_agree.mjs PRINT_WORKDAYS CALENDAR_FOLDER */
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const days = require('chinese-days');
const data = require('chinese-days/dist/chinese-days.json');
const [program, folder] = process.argv.slice(2);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => join(folder, name));
let tests = 0;

function check(name, wrong) {
	tests++;
	console.log(`${wrong.length ? 'not ok' : 'ok'} ${tests} - ${name}`);
	for (const line of wrong.slice(0, 10))
		console.log(`# ${line}`);
}

function print(from, to, list) {
	const run = spawnSync(program, [from, to, ...list], { encoding: 'utf8', maxBuffer: 1 << 26 });
	if (run.error)
		throw run.error;
	const lines = run.stdout.trim().split('\n');
	return { status: run.status, lines, errors: run.stderr.split('\n').filter(Boolean) };
}

function* dates(year) {
	for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86400000)
		yield new Date(at).toISOString().slice(0, 10);
}

/* What is expected of a day; beyond the last year the package only guesses. */
function expected(date, lastYear) {
	const fifth = days.findWorkday(5, date);
	const known = Number(fifth.slice(0, 4)) <= lastYear;
	return `${date} ${days.isWorkday(date) ? 1 : 0} ${known ? fifth.replace(/-/g, '') : 0}`;
}

const years = files.map((file) => Number(/(\d{4})\.yaml$/.exec(file)[1]));
const last = years[years.length - 1];
check('there is a file for each year from 2004 to 2026',
	years.join() === Array.from({ length: 23 }, (_, index) => 2004 + index).join() ? [] : [years.join()]);

const all = print('2004-01-01', `${last}-12-31`, files);
check('the files load', all.status === 0 ? [] : [...all.lines.slice(-1), ...all.errors]);
const said = new Map(all.lines.map((line) => [line.slice(0, 10), line]));
let compared = 0;
for (const year of years) {
	const wrong = [];
	for (const date of dates(year)) {
		compared++;
		if (said.get(date) !== expected(date, last))
			wrong.push(`${said.get(date)}, but chinese-days says ${expected(date, last)}`);
	}
	check(`${year}: every day and the fifth workday after it`, wrong);
}
check('8401 days were compared', compared === 8401 && said.size === 8401 ? [] : [`${compared}, ${said.size}`]);

check('days in lieu are weekdays off, not worked', Object.keys(data.inLieuDays).filter((date) =>
	!said.get(date)?.startsWith(`${date} 0 `) || [0, 6].includes(new Date(`${date}T00:00Z`).getUTCDay())));
check('worked weekends are worked', Object.keys(data.workdays).filter((date) =>
	!said.get(date)?.startsWith(`${date} 1 `)));

/* 2027: chinese-days calls New Year's Day a workday; here it is refused until its file is given. */
const next = `${last + 1}-01-01`;
const refused = print(next, next, files);
check(`${last + 1} is refused, and the fault says which file to write`,
	refused.status === 2 && refused.lines.join(' ').includes(`definitions/calendars/${last + 1}.yaml`)
		? [] : [refused.status, ...refused.lines, ...refused.errors]);
const scratch = mkdtempSync(join(tmpdir(), 'calendar-'));
const file = join(scratch, `${last + 1}.yaml`);
writeFileSync(file, `calendar: ${last + 1}\nsource: a test\nholidays: [${next}]\n`);
const given = print(next, `${last + 1}-01-04`, [...files, file]);
rmSync(scratch, { recursive: true });
check(`${last + 1} is answered once its file is given`,
	given.status === 0 && given.lines.map((line) => line.slice(11, 12)).join('') === '0001'
		? [] : [given.status, ...given.lines, ...given.errors]);
console.log(`1..${tests}`);
