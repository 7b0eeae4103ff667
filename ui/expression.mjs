// Evaluates the conditions of the definitions in a browser or in node, from the
// JSON that src/define/expression_json.c writes. It gives what the server gives
// in C and in SQL; tests/expression_agree.mjs holds the three together.
//
//   evaluate(expression, record, world) → true, false, or null for unset
//   holds(expression, record, world)    → true only for true
//
//   record  {values: {field: value}, state: 'held', parent: {values, state}}
//           Rows are a list of such `values` under the name of their field.
//   world   {today, period_start, period_end, setting(name)}; dates as '2021-06-30'
//
// Values are written as the server's JSON writes them: a date '2021-06-30', an
// instant '2021-06-30T01:02:03.004Z' or milliseconds, a decimal '12.50', a whole
// number 12 or '12', an id '4611686018427387904', choices ['a', 'b'] or ',a,b,',
// yes or no true, false, 1 or 0. null, an empty list and what is not there are
// unset, and so is what cannot be read as its type.

const UNSET = null

// ---- reading values: everything becomes a whole number, a text, a truth, or unset

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const NUMBER = /^(-?)(\d{1,16})(?:\.(\d{1,15}))?$/

function wholeNumber(number) {
  return Number.isSafeInteger(number) ? number : UNSET
}

function daysOfMonth(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

// '2021-06-30' → 20210630
function readDate(value) {
  const parts = DATE.exec(value)
  if (!parts) return UNSET
  const [year, month, day] = parts.slice(1).map(Number)
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return UNSET
  return year * 10000 + month * 100 + day
}

// '12.5' with two places → 1250, digit by digit so that nothing is rounded
function readNumber(value, { scale = 0 }) {
  const parts = NUMBER.exec(String(value))
  if (!parts || (parts[3] || '').length > scale) return UNSET
  return wholeNumber(Number(parts[1] + parts[2] + (parts[3] || '').padEnd(scale, '0')))
}

function readText(value) {
  return typeof value === 'string' ? value : UNSET
}

const readers = {
  bool: (value) => (value === true || value === 1 ? true : value === false || value === 0 ? false : UNSET),
  number: readNumber,
  date: readDate,
  instant: (value) => wholeNumber(typeof value === 'string' ? Date.parse(value) : value),
  text: readText,
  choice: readText,
  choices: (value) => (Array.isArray(value) ? `,${value.join(',')},` : readText(value)),
  link: readText,
}

const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name)
const isUnset = (value) => value === null || value === undefined || (Array.isArray(value) && value.length === 0)

function read(value, node) {
  return isUnset(value) ? UNSET : readers[node.type](value, node)
}

// ---- scopes: the record, in a row aggregate the row, and what stands around it

function rawField(node, scope) {
  const record = node.parent ? scope.record.parent : scope.record
  return record && has(record.values, node.name) ? record.values[node.name] : UNSET
}

function worldDate(name) {
  return (node, scope) => (isUnset(scope.world[name]) ? UNSET : readDate(scope.world[name]))
}

// ---- operators

// The value from all operands, or unset as soon as one is.
function strict(apply) {
  return (node, scope) => {
    const values = node.of.map((item) => run(item, scope))
    return values.includes(UNSET) ? UNSET : apply(...values, node)
  }
}

function joined(decisive) {
  return (node, scope) => {
    let result = !decisive
    for (const item of node.of) {
      const value = run(item, scope)
      if (value === decisive) return decisive
      if (value === UNSET) result = UNSET
    }
    return result
  }
}

function between(node, scope) {
  const [value, least, greatest] = node.of.map((item) => run(item, scope))
  const above = value === UNSET || least === UNSET ? UNSET : value >= least
  const below = value === UNSET || greatest === UNSET ? UNSET : value <= greatest
  if (above === false || below === false) return false
  return above === UNSET ? UNSET : below
}

// An unset member might have been the one.
function isIn(node, scope) {
  const [value, ...members] = node.of.map((item) => run(item, scope))
  if (value === UNSET) return UNSET
  if (members.includes(value)) return true
  return members.includes(UNSET) ? UNSET : false
}

function not(value) {
  return value === UNSET ? UNSET : !value
}

function isSet(node, scope) {
  const [item] = node.of
  return !isUnset(item.op === 'field' ? rawField(item, scope) : run(item, scope))
}

function rank(code, { codes }) {
  const place = codes.indexOf(code)
  return place < 0 ? UNSET : place
}

// Days since a day long ago; the year begins in March, so that a leap day ends it.
function dayCount(date) {
  const year = Math.trunc((date - 300) / 10000)
  const month = (Math.trunc(date / 100) % 100 + 9) % 12
  return year * 365 + Math.trunc(year / 4) - Math.trunc(year / 100) + Math.trunc(year / 400) +
    Math.trunc((month * 153 + 2) / 5) + date % 100
}

function rowScopes(node, scope) {
  const rows = has(scope.record.values, node.rows) ? scope.record.values[node.rows] : UNSET
  return (Array.isArray(rows) ? rows : [])
    .map((values) => ({ record: { values, parent: scope.record }, world: scope.world }))
    .filter((row) => !node.where || run(node.where, row) === true)
}

function sum(node, scope) {
  const values = rowScopes(node, scope).map((row) => run(node.sum, row))
  return wholeNumber(values.reduce((total, value) => total + (value === UNSET ? 0 : value), 0))
}

export const operators = {
  or: joined(true),
  and: joined(false),
  not: (node, scope) => not(run(node.of[0], scope)),
  '=': strict((a, b) => a === b),
  '!=': strict((a, b) => a !== b),
  '<': strict((a, b) => a < b),
  '<=': strict((a, b) => a <= b),
  '>': strict((a, b) => a > b),
  '>=': strict((a, b) => a >= b),
  between,
  in: isIn,
  'not in': (node, scope) => not(isIn(node, scope)),
  set: isSet,
  unset: (node, scope) => !isSet(node, scope),
  '+': strict((a, b) => wholeNumber(a + b)),
  '-': strict((a, b) => wholeNumber(a - b)),
  '*': strict((a, b) => wholeNumber(a * b)),
  scale: strict((a, { by }) => wholeNumber(a * by)),
  rank: strict(rank),
  year: strict((date) => Math.trunc(date / 10000)),
  month: strict((date) => Math.trunc(date / 100) % 100),
  days: strict((from, to) => dayCount(to) - dayCount(from)),
  age: strict((from, to) => Math.trunc((to - from) / 10000)),
  length: strict((text) => Array.from(text).length),
  contains: strict((text, node) => text.includes(node.text)),
  starts: strict((text, node) => text.startsWith(node.text)),
  has: strict((choices, { code }) => choices.includes(`,${code},`)),
  count: (node, scope) => rowScopes(node, scope).length,
  sum,
  value: (node) => node.value,
  field: (node, scope) => read(rawField(node, scope), node),
  state: (node, scope) => {
    const record = node.parent ? scope.record.parent : scope.record
    return record && !isUnset(record.state) ? record.state : UNSET
  },
  'period.start': worldDate('period_start'),
  'period.end': worldDate('period_end'),
  today: worldDate('today'),
  setting: (node, scope) => (scope.world.setting ? read(scope.world.setting(node.name), node) : UNSET),
}

function run(node, scope) {
  return operators[node.op](node, scope)
}

export function evaluate(expression, record, world = {}) {
  return run(expression, { record, world })
}

export function holds(expression, record, world) {
  return evaluate(expression, record, world) === true
}
