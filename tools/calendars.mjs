/* Writes the calendar of every year that npm chinese-days knows:

     node tools/calendars.mjs definitions/calendars [YEAR ...]

   The files are definitions: they are committed, and an office edits them (a
   local holiday, a late notice). Run this only for a year that is new in the
   package; without a year it writes them all again, edits included.

   In the package `holidays` are the days off of the yearly notice, weekends in
   them too, and `workdays` the weekend days that are worked. Its `inLieuDays`
   are those of the days off that such a weekend day pays for: they are off, not
   worked, and add nothing here. Every other weekday is a workday to it, also in
   years that it knows nothing about, so only years with days off are written. */
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { holidays, workdays } = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json');

/* Notices that came beside the yearly one. */
const later = {
	2015: '国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知',
	2019: '国务院办公厅关于调整2019年劳动节假期安排的通知',
	2020: '国务院办公厅关于延长2020年春节假期的通知',
};

function source(year) {
	const yearly = `国务院办公厅关于${year}年部分节假日安排的通知`;
	return later[year] ? `${yearly}；${later[year]}` : yearly;
}

/* One line a festival: its days, and its name as a comment. */
function lines(days, year) {
	const rows = [];
	for (const date of Object.keys(days).filter((key) => key.startsWith(`${year}-`)).sort()) {
		const festival = days[date].split(',')[1];
		const row = rows[rows.length - 1];
		if (row && row.festival === festival)
			row.dates.push(date);
		else
			rows.push({ festival, dates: [date] });
	}
	return rows.map(({ festival, dates }) => `    ${dates.join(', ')}, # ${festival}\n`).join('');
}

function calendar(year) {
	return `# 放假的日子和要上班的周末，照当年的通知。Days off and worked weekends, as the year's notice has them.
calendar: ${year}
source: "${source(year)}"
holidays: [
${lines(holidays, year)}  ]
workdays: [
${lines(workdays, year)}  ]
`;
}

const [folder, ...asked] = process.argv.slice(2);
const known = [...new Set(Object.keys(holidays).map((date) => date.slice(0, 4)))].sort();
const unknown = asked.filter((year) => !known.includes(year));
if (!folder || unknown.length) {
	process.stderr.write(folder
		? `calendars: chinese-days knows no days off of ${unknown.join(', ')}; it has ${known[0]} to ${known[known.length - 1]}\n`
		: 'calendars: usage: node tools/calendars.mjs FOLDER [YEAR ...]\n');
	process.exit(1);
}
for (const year of asked.length ? asked : known)
	writeFileSync(join(folder, `${year}.yaml`), calendar(year));
