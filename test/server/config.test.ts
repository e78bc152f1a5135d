import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readRows, UsageError } from '../../src/config/read.ts'
import { renderOptions as renderRows } from '../../src/config/render.ts'
import { maybe, option, pattern, wholeNumber } from '../../src/config/row.ts'
import { checkQuotaNames, optionRows, readSettings, renderOptions, renderOptionsDocument } from '../../src/config.ts'

const wrong = (argv: readonly string[], env: Record<string, string> = {}): string => {
  try {
    readSettings(argv, env)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error instanceof Error ? error.message : ''
  }
  throw new Error('was accepted')
}

describe('where a setting comes from', () => {
  test('defaults', () => {
    const settings = readSettings([], {})
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 8600,
      dataDir: './data',
      databaseUrl: undefined,
      rateLimits: 'documented',
      tls: 'off',
      language: 'en-US',
      policyPrincipal: 'refuse',
      resourceLevel: 'vendor',
      catalogFlags: 'strict',
      strictServices: false,
      providerFetch: 'public',
      samlRecipients: ['https://cloud.tencent.com/login/saml'],
    })
    expect(settings.quotas.size).toBe(0)
    expect(Object.keys(settings)).toEqual(optionRows.map((row) => row.name))
  })

  test('the environment over the default, the flag over the environment', () => {
    const env = { OPENCAM_PORT: '1', OPENCAM_HOST: '::1', OPENCAM_DATA_DIR: '/d', PATH: '/bin' }
    expect(readSettings([], env)).toMatchObject({ port: 1, host: '::1', dataDir: '/d' })
    expect(readSettings(['--port', '2', '--data=/e'], env)).toMatchObject({ port: 2, host: '::1', dataDir: '/e' })
  })

  test('an empty variable is not set; an empty flag is given', () => {
    expect(readSettings([], { OPENCAM_PORT: '' }).port).toBe(8600)
    expect(wrong(['--port='])).toMatch(/^--port must be/)
  })

  test('a value may hold an equals sign, and begin with dashes after one', () => {
    expect(readSettings(['--quotas=users=2000, policies=3'], {}).quotas).toEqual(
      new Map([
        ['users', 2000],
        ['policies', 3],
      ]),
    )
    expect(readSettings(['--data=--odd'], {}).dataDir).toBe('--odd')
  })

  test('every row by its variable and by its flag', () => {
    const sample: Record<string, string> = {
      OPENCAM_HOST: 'localhost',
      OPENCAM_PORT: '0',
      OPENCAM_PROCESSES: '1',
      OPENCAM_DATA_DIR: 'd',
      OPENCAM_DATABASE_URL: 'postgres://u:p@h/db',
      OPENCAM_ROOT_UIN: '100000000001',
      OPENCAM_ROOT_SECRET_ID: 'AKIDabcdefgh',
      OPENCAM_ROOT_SECRET_KEY: 'k'.repeat(32),
      OPENCAM_ROOT_PASSWORD: 'pass-word',
      OPENCAM_RATE_LIMITS: 'off',
      OPENCAM_ADDRESS_PER_SECOND: '500',
      OPENCAM_ACCOUNT_PER_SECOND: '200',
      OPENCAM_ALL_PER_SECOND: '1000',
      OPENCAM_REDIS_URL: 'redis://:secret@127.0.0.1:6379/0',
      OPENCAM_QUOTAS: 'users=1',
      OPENCAM_MASTER_KEY: 'm'.repeat(44),
      OPENCAM_TLS: 'files',
      OPENCAM_TLS_CERT: 'c',
      OPENCAM_TLS_KEY: 'k',
      OPENCAM_PUBLIC_URL: 'https://cam.example',
      OPENCAM_LANGUAGE: 'zh-CN',
      OPENCAM_LOG_LEVEL: 'silent',
      OPENCAM_SITE: 'cn',
      OPENCAM_POLICY_PRINCIPAL: 'attach',
      OPENCAM_COMPONENT_CALL: 'on',
      OPENCAM_SCIM: 'on',
      OPENCAM_RESOURCE_LEVEL: 'fine',
      OPENCAM_STRICT_SERVICES: 'on',
      OPENCAM_CATALOG_DIR: 'x',
      OPENCAM_PROVIDER_FETCH: 'any',
      OPENCAM_SAML_ACS: 'https://a.example/acs,http://10.0.0.1:8600/acs',
      OPENCAM_CATALOG_FLAGS: 'advisory',
      OPENCAM_CONSOLE: 'off',
      OPENCAM_SESSION_IDLE_MINUTES: '5',
      OPENCAM_SESSION_HOURS: '2',
      OPENCAM_SMTP_URL: 'smtp://u:p@h:587',
      OPENCAM_MAIL_FROM: 'Cam <cam@example.com>',
      OPENCAM_PHONE_SENDER: 'file:/var/sent',
      OPENCAM_PHONE_SECRET: 's'.repeat(16),
      OPENCAM_CUSTOM_FACTOR_100000000001: 'https://verify.example/page',
      OPENCAM_AUDIT_READS: 'on',
      OPENCAM_AUDIT_CHECKPOINT_SECONDS: '5',
      OPENCAM_AUDIT_DAYS: '90',
      OPENCAM_AUDIT_WEBHOOK_URL: 'https://audit.example/events',
      OPENCAM_AUDIT_WEBHOOK_SECRET: 'w'.repeat(16),
      OPENCAM_AUDIT_WEBHOOK_REACH: 'private',
      OPENCAM_METADATA_PORT: '80',
      OPENCAM_METADATA_HOST: '::1',
      OPENCAM_METADATA_ROLES: '100000000001/worker',
      OPENCAM_UPSTREAM_SES: 'http://127.0.0.1:1/base',
      OPENCAM_HOSTS_SES: 'mail.example, MAIL2.example',
      OPENCAM_GATEWAY_MODE: 'soft',
      OPENCAM_GATEWAY_MODE_SES: 'enforce',
      OPENCAM_GATEWAY_PER_SECOND: '300',
      OPENCAM_GATEWAY_KEY_NUMBER: '2',
      OPENCAM_GATEWAY_CONNECTIONS: '8',
      OPENCAM_GATEWAY_CONNECT_MS: '100',
      OPENCAM_GATEWAY_RESPONSE_MS: '200',
      OPENCAM_METRICS_PORT: '9464',
      OPENCAM_METRICS_HOST: '::1',
      OPENCAM_TRACE_URL: 'http://127.0.0.1:4318',
      OPENCAM_TRACE_SHARE: '0.25',
      OPENCAM_TRACE_HEADERS: 'authorization=Bearer x, x-tenant=y',
      OPENCAM_DRAIN_NOTICE_MS: '1000',
      OPENCAM_DRAIN_MS: '2000',
      OPENCAM_CONNECTIONS: '100',
      OPENCAM_BODY_MB: '20',
      OPENCAM_MEMORY_MB: '300',
      OPENCAM_TEST_DATABASE_URL: 'postgresql://h:5432/db',
      OPENCAM_TEST_SEED: '7',
    }
    const named = (text: string): string =>
      text
        .replace('<SERVICE>', 'SES')
        .replace('<service>', 'ses')
        .replace(/<account>/i, '100000000001')
    expect(Object.keys(sample)).toEqual(optionRows.map((row) => named(row.env)))
    const byEnvironment = readSettings([], sample)
    const byFlag = readSettings(
      optionRows.flatMap((row) => [named(row.flag), sample[named(row.env)] ?? '']),
      {},
    )
    expect(byFlag).toEqual(byEnvironment)
    expect(byFlag).toMatchObject({ port: 0, rootUin: 100000000001, strictServices: true, tls: 'files' })
    expect(byFlag.upstreams.get('ses')?.href).toBe('http://127.0.0.1:1/base')
    expect(byFlag.serviceHosts).toEqual(new Map([['ses', ['mail.example', 'mail2.example']]]))
    expect(byFlag.gatewayModes).toEqual(new Map([['ses', 'enforce']]))
  })
})

describe('what is refused, in one line that helps', () => {
  test.each([
    [['--prot', '1'], 'unknown option --prot; the nearest known one is --port'],
    [['--data-dir', 'd'], 'unknown option --data-dir; the nearest known one is --data'],
    [['--ratelimits=off'], 'unknown option --ratelimits; the nearest known one is --rate-limits'],
    [['--__proto__', '1'], /^unknown option --__proto__; the nearest known one is --/],
    [['8600'], 'unexpected argument "8600"'],
    [['-p', '1'], 'unexpected argument "-p"'],
    [['--'], /^unknown option --/],
    [['--port'], '--port needs a value'],
    [['--port', '--data', 'd'], '--port needs a value'],
    [['--port', '1', '--port', '2'], '--port is given twice'],
    [['--port', 'http'], '--port must be a whole number from 0 to 65535, not "http"'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536"'],
    [['--port', '-1'], '--port must be a whole number from 0 to 65535, not "-1"'],
    [['--port', '1e3'], /whole number/],
    [['--host', 'a b'], '--host must be an address or a host name, not "a b"'],
    [['--upstream-ses', 'ftp://h'], /^--upstream-ses must be a URL of the form http:/],
    [['--upstream-ses', 'http://u:p@h'], /^--upstream-ses must be a URL/],
    [['--upstream-ses', 'http://h/?a=1'], /^--upstream-ses must be a URL/],
    [['--hosts-ses', 'a b'], /^--hosts-ses must be host names/],
    [['--hosts-ses', 'h:80'], /^--hosts-ses must be host names/],
    [['--gateway-mode-ses', 'off'], '--gateway-mode-ses must be enforce or soft, not "off"'],
    [['--rate-limits', 'on'], '--rate-limits must be documented or off, not "on"'],
    [['--strict-services', 'true'], '--strict-services must be off or on, not "true"'],
    [['--quotas', 'users'], /^--quotas must be documented, or name=number/],
    [['--quotas', 'users=1,users=2'], /^--quotas must be documented, or name=number/],
    [['--quotas', 'users=-1'], /^--quotas must be documented, or name=number/],
    [['--root-uin', '9007199254740992'], /^--root-uin must be a whole number/],
    [['--root-uin', '0'], /^--root-uin must be a whole number/],
    [['--site', 'A'], /^--site must be/],
    [['--metadata-port', '-1'], /^--metadata-port must be a whole number/],
    [['--metadata-roles', 'worker'], /^--metadata-roles must be account\/role for each role/],
    [['--metadata-roles', '1/a b'], /^--metadata-roles must be account\/role/],
    [['--metadata-roles', '1/a,2/a'], /^--metadata-roles must be .* no two of one name/],
    [['--metadata-roles', '1/a,1/a'], /^--metadata-roles must be account\/role/],
    [['--saml-acs', 'cam.example/acs'], /^--saml-acs must be http or https addresses/],
    [['--saml-acs', 'https://a.example/?b'], /^--saml-acs must be http or https addresses/],
    [['--saml-acs', 'https://a.example,https://a.example'], /^--saml-acs must be .* each once/],
    [['--log-level', 'loud'], /^--log-level must be trace or debug or/],
    [['--data', `${'x'.repeat(100)}`, '--host', `!${'x'.repeat(100)}`], /…"$/],
  ])('%j', (argv, expected) => {
    const message = wrong(argv)
    if (typeof expected === 'string') expect(message).toBe(expected)
    else expect(message).toMatch(expected)
    expect(message).not.toContain('\n')
  })

  test('variables', () => {
    expect(wrong([], { OPENCAM_PROT: '1' })).toBe(
      'unknown environment variable OPENCAM_PROT; the nearest known one is OPENCAM_PORT',
    )
    expect(wrong([], { OPENCAM_PORT: 'x' })).toBe('OPENCAM_PORT must be a whole number from 0 to 65535, not "x"')
    expect(wrong([], { OPENCAM_: '' })).toMatch(/^unknown environment variable OPENCAM_;/)
  })

  test('values of secrets are not repeated', () => {
    for (const row of optionRows.filter((row) => row.secret)) {
      expect(wrong([], { [row.env]: 'hush hush' })).not.toContain('hush')
    }
    expect(optionRows.filter((row) => row.secret).map((row) => row.name)).toEqual([
      'databaseUrl',
      'rootSecretKey',
      'rootPassword',
      'redisUrl',
      'masterKey',
      'smtpUrl',
      'phoneSecret',
      'traceHeaders',
      'auditWebhookSecret',
      'testDatabaseUrl',
    ])
  })

  test('options that belong together', () => {
    expect(wrong(['--root-secret-id', 'AKIDabcdefgh'])).toMatch(/ROOT_SECRET_ID and OPENCAM_ROOT_SECRET_KEY are given/)
    expect(wrong(['--audit-webhook-url', 'https://a.example'])).toMatch(
      /WEBHOOK_URL and OPENCAM_AUDIT_WEBHOOK_SECRET are/,
    )
    expect(wrong(['--processes', '2', '--metrics-port', '0'])).toMatch(/counts what one process does/)
    expect(wrong(['--tls-cert', 'c'])).toMatch(/TLS_CERT and OPENCAM_TLS_KEY are given together/)
    expect(wrong(['--tls', 'files'])).toBe('OPENCAM_TLS=files needs OPENCAM_TLS_CERT and OPENCAM_TLS_KEY')
    expect(wrong(['--tls', 'self-signed', '--tls-cert', 'c', '--tls-key', 'k'])).toMatch(/does not use/)
    expect(readSettings(['--tls-cert', 'c', '--tls-key', 'k'], {}).tls).toBe('files')
    expect(readSettings(['--tls', 'self-signed'], {}).tls).toBe('self-signed')
  })

  test('the metadata address and its roles', () => {
    const said = 'OPENCAM_METADATA_PORT and OPENCAM_METADATA_ROLES are given together or not at all'
    expect(wrong(['--metadata-port', '0'])).toBe(said)
    expect(wrong(['--metadata-roles', '1/a'])).toBe(said)
    const { metadataRoles } = readSettings(['--metadata-port', '0', '--metadata-roles', '1/a,b=+,@-_.,22/A,c'], {})
    expect(metadataRoles).toEqual([
      { account: 1, name: 'a,b=+,@-_.' },
      { account: 22, name: 'A,c' },
    ])
  })

  test('a quota that is in no table', () => {
    expect(() => checkQuotaNames(['user'], ['users', 'groups'])).toThrow(
      new UsageError('unknown quota user; the nearest known one is users'),
    )
    checkQuotaNames(['groups'], ['users', 'groups'])
  })
})

describe('a row that is a pattern', () => {
  const rows = [
    option({ name: 'port', env: 'OPENCAM_PORT', default: '1', parse: wholeNumber(0, 9), help: '' }),
    maybe({ name: 'upstreamFile', env: 'OPENCAM_UPSTREAM_FILE', parse: z.string(), help: '' }),
    pattern({ name: 'upstreams', env: 'OPENCAM_UPSTREAM_<SERVICE>', parse: z.string().min(3), help: 'Where it is.' }),
  ] as const

  test('gathers a map; a flag wins for its own name only', () => {
    const env = { OPENCAM_UPSTREAM_CVM: 'http://a', OPENCAM_UPSTREAM_COS_V2: 'http://b' }
    const { upstreams, port } = readRows(rows, ['--upstream-cvm', 'http://c'], env)
    expect(port).toBe(1)
    expect(upstreams).toEqual(
      new Map([
        ['cvm', 'http://c'],
        ['cos-v2', 'http://b'],
      ]),
    )
  })

  test('is an empty map when nothing is given', () => {
    expect(readRows(rows, [], {}).upstreams.size).toBe(0)
  })

  test('gives way to a row of that very name', () => {
    const settings = readRows(rows, ['--upstream-file', 'f'], {})
    expect(settings.upstreamFile).toBe('f')
    expect(settings.upstreams.size).toBe(0)
  })

  test('checks its values and its names', () => {
    expect(() => readRows(rows, ['--upstream-cvm', 'x'], {})).toThrow(/^--upstream-cvm /)
    expect(() => readRows(rows, [], { OPENCAM_UPSTREAM_: 'abc' })).toThrow(/unknown environment variable/)
    expect(() => readRows(rows, ['--upstream-a', 'abc', '--upstream-a', 'abd'], {})).toThrow('given twice')
  })

  test('shows its hole in the help', () => {
    expect(renderRows(rows)).toContain('--upstream-<service> <value>')
  })
})

describe('the options as text', () => {
  test('help names every option with its variable and default, except those for tests', () => {
    const help = renderOptions()
    for (const row of optionRows) {
      expect(help.includes(`${row.flag} <value>`), row.flag).toBe(!row.testOnly)
      if (!row.testOnly) expect(help).toContain(row.default === undefined ? `[${row.env}]` : `[${row.env}, default`)
    }
    for (const text of help.split('\n')) expect(text.length).toBeLessThanOrEqual(100)
  })

  test('the page has a line for each row', () => {
    const page = renderOptionsDocument().split('\n')
    for (const row of optionRows) {
      expect(page.filter((text) => text.startsWith(`| \`${row.env}\` | \`${row.flag}\` |`))).toHaveLength(1)
    }
  })

  test('names and flags are used once', () => {
    for (const column of ['name', 'env', 'flag'] as const) {
      expect(new Set(optionRows.map((row) => row[column])).size).toBe(optionRows.length)
    }
  })
})
