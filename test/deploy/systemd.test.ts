import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings } from '../../src/config.ts'
import { temporaryFolder } from '../server/cli.ts'
import { read } from '../tidy/source.ts'

const text = read('deploy/systemd/opencam.service')
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const setting = (name: string): readonly string[] =>
  lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1))

const analyze = '/usr/bin/systemd-analyze'
const here = existsSync(analyze)

/** The unit in a folder of its own, with programs that this machine has in place of those of an installation. */
function unitHere(change: (unit: string) => string = (unit) => unit): string {
  const folder = temporaryFolder()
  const program = join(folder, 'opencam.mjs')
  writeFileSync(program, '')
  const unit = text
    .replace('/usr/bin/node /opt/opencam/bin/opencam.mjs', `${process.execPath} ${program}`)
    .replace('file:/opt/opencam/README.md', 'man:systemd(1)')
  mkdirSync(join(folder, 'units'))
  const file = join(folder, 'units/opencam.service')
  writeFileSync(file, change(unit))
  return file
}

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(analyze, args, { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

describe('the unit', () => {
  test('has three sections and only lines of settings in them', () => {
    expect(lines.filter((line) => line.startsWith('['))).toEqual(['[Unit]', '[Service]', '[Install]'])
    for (const line of lines) expect(line).toMatch(/^(\[\w+\]|[A-Z]\w+=.*)$/)
  })

  test('gives the server options that there are, and the time to drain', () => {
    const given = setting('Environment').filter((line) => line.startsWith('OPENCAM_'))
    const { dataDir, drainMs, drainNoticeMs } = readSettings(
      [],
      Object.fromEntries(given.map((line) => line.split('=') as [string, string])),
    )
    expect(dataDir).toBe('%S/opencam')
    expect(setting('StateDirectory')).toEqual(['opencam'])
    expect((drainMs + drainNoticeMs) / 1000).toBeLessThan(Number(setting('TimeoutStopSec')[0]))
    expect(setting('KillSignal')).toEqual(['SIGTERM'])
    expect(setting('ExecStart')).toEqual(['/usr/bin/node /opt/opencam/bin/opencam.mjs serve'])
  })

  test('keeps the process from everything that it does not need', () => {
    for (const name of ['NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'RestrictNamespaces']) {
      expect(setting(name), name).toEqual(['yes'])
    }
    expect(setting('ProtectSystem')).toEqual(['strict'])
    expect(setting('CapabilityBoundingSet')).toEqual([''])
  })

  test(`is read by ${here ? 'systemd-analyze' : 'nobody else: systemd-analyze is not here'}`, () => {
    if (!here) return
    const good = run('verify', '--man=no', unitHere())
    expect(good.said.split('\n').filter((line) => line.includes('opencam'))).toEqual([])
    expect(good.status).toBe(0)
    const bad = run(
      'verify',
      '--man=no',
      unitHere((unit) => unit.replace('ProtectSystem=strict', 'ProtectSystems=strict')),
    )
    expect(bad.said).toContain('ProtectSystems')
  })

  test(`is exposed little, as ${here ? 'systemd-analyze' : 'nobody'} counts it`, () => {
    if (!here) return
    const { status, said } = run('security', '--offline=true', '--threshold=20', '--no-pager', unitHere())
    expect(said).toMatch(/Overall exposure level for opencam\.service: \d\.\d OK/)
    expect(status).toBe(0)
  })
})
