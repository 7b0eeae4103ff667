// Holds ui/expression.mjs to what C (and, in the same run, SQL) says: the unit
// test of random expressions writes down its cases, and each is evaluated here.
// Then every operator in turn is broken, which must be noticed, so that no
// operator can go wrong unseen.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluate, holds, operators } from '../ui/expression.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const letters = new Map([[true, '1'], [false, '0'], [null, '?']])

function readCases() {
  const folder = mkdtempSync(join(tmpdir(), 'jinguo-expression-'))
  const file = join(folder, 'cases')
  const checked = process.env.JINGUO_CHECKED || join(here, '..', 'build-test')
  try {
    execFileSync(join(checked, 'tests', 'unit', 'expression_random_test'), {
      env: { ...process.env, JINGUO_EXPRESSION_CASES: file },
      stdio: 'ignore',
    })
    return readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

// Each case with the records before it, rows with the record that holds them.
function* eachCase(lines) {
  let records, rows, world
  for (const line of lines) {
    if (line.records) {
      records = line.records
      rows = records.flatMap((parent) => parent.values.signups.map((values) => ({ values, parent })))
      world = { ...line.world, setting: (name) => line.world.settings[name] }
      continue
    }
    yield { ...line, records: line.of === 'rows' ? rows : records, world }
  }
}

function firstDifference(cases) {
  for (const { source, expression, truths, records, world } of cases) {
    const got = records.map((record) => letters.get(evaluate(expression, record, world))).join('')
    if (got !== truths) return `${source}\n#   C    ${truths}\n#   node ${got}`
  }
  return null
}

const inverted = (value) =>
  typeof value === 'boolean' ? !value
    : typeof value === 'number' ? value + 1
      : typeof value === 'string' ? `${value}x` : value
const neverUnset = (value) => value ?? false

// Whether the cases notice that the operator's result is changed.
function noticed(name, change, cases) {
  const right = operators[name]
  operators[name] = (node, scope) => change(right(node, scope))
  try {
    return firstDifference(cases) !== null
  } catch {
    return true
  } finally {
    operators[name] = right
  }
}

let failed = 0
let count = 0
function report(name, difference) {
  count++
  console.log(`${difference ? 'not ok' : 'ok'} ${count} - ${name}`)
  if (difference) {
    failed++
    console.log(`# ${difference}`)
  }
}

// Values in the other ways a form may write them, and what nobody should write.
const field = (type, rest) => ({ op: 'set', of: [{ op: 'scale', by: 1, of: [{ op: 'field', name: 'f', type, ...rest }] }] })
const readable = [
  ['number', {}, 12, true], ['number', {}, '12', true], ['number', {}, '12.5', false], ['number', {}, 12.5, false],
  ['number', {}, '', false], ['number', {}, '9007199254740993', false], ['number', {}, true, false],
  ['number', { scale: 2 }, '12.5', true], ['number', { scale: 2 }, 12.5, true], ['number', { scale: 2 }, '1.234', false],
  ['number', { scale: 2 }, { sealed: true }, false], ['number', {}, undefined, false],
]
const expect = (node, values, world) => evaluate(node, { values }, world)

function checkReading() {
  for (const [type, rest, value, set] of readable) {
    if (expect(field(type, rest), { f: value }) !== set) return `${type} ${JSON.stringify(rest)} ${JSON.stringify(value)}`
  }
  const date = { op: 'year', of: [{ op: 'field', name: 'f', type: 'date' }] }
  const leap = ['2021-02-29', '2020-02-29', '1900-02-29', '2000-02-29', '2021-2-1', '3000-01-01', '20200229']
  const years = leap.map((value) => expect(date, { f: value }))
  if (JSON.stringify(years) !== '[null,2020,null,2000,null,null,null]') return `dates: ${JSON.stringify(years)}`
  const has = { op: 'has', of: [{ op: 'field', name: 'f', type: 'choices' }], code: 'a' }
  const choices = [['a', 'b'], ['ab'], [], ',b,a,', null].map((value) => expect(has, { f: value }))
  if (JSON.stringify(choices) !== '[true,false,null,true,null]') return `choices: ${JSON.stringify(choices)}`
  const own = { op: 'set', of: [{ op: 'field', name: 'constructor', type: 'text' }] }
  if (expect(own, {}) !== false) return 'a name of every object counts as a field'
  if (expect({ op: 'today' }, {}, undefined) !== null) return 'a world that is not there has a today'
  if (holds({ op: 'field', name: 'f', type: 'bool' }, { values: {} }) !== false) return 'unset holds'
  return null
}

const cases = [...eachCase(readCases())]
report(`node and C agree on ${cases.length} expressions`, firstDifference(cases) ?? (cases.length < 10000 && 'too few cases'))
report('values are read in all their spellings', checkReading())
const unnoticed = Object.keys(operators).filter((name) => !noticed(name, inverted, cases))
report('a broken operator is noticed', unnoticed.length && `not noticed: ${unnoticed.join(', ')}`)
const canBeUnset = Object.keys(operators).filter((name) => !['set', 'unset', 'count', 'sum', 'value', 'state'].includes(name))
const lost = canBeUnset.filter((name) => !noticed(name, neverUnset, cases))
report('an operator that forgets unset is noticed', lost.length && `not noticed: ${lost.join(', ')}`)
console.log(`1..${count}`)
process.exit(failed ? 1 : 0)
